import { nounFiles, nouns, otherNounFiles, request, services } from '../../.config/layout.mjs'
import { type ErrorPage, routes } from '../../lib/request/routes'

/** Pages without a route: proxy.ts renders them in place of another page. */
const errorPages: string[] = ['/missing', '/forbidden', '/busy', '/failed'] satisfies ErrorPage[]

/** Checks the name of a file in lib. */
export function nameProblems(path: string): string[] {
  const [, name = '', role] = /^lib\/([\w-]+)(?:\/([\w/-]+))?[\w.-]*$/.exec(path) ?? []
  if (!name) return []
  if (![...nouns, ...services, ...request, 'api', 'testing'].includes(name))
    return [`${path}: no noun or service in .config/layout.mjs is called ${name}`]
  if (!nouns.includes(name) || /\.(?:test|sqlite|postgresql)\./.test(path)) return []
  if (role && (nounFiles.includes(role) || `${name}/${role}` in otherNounFiles)) return []
  return [`${path}: a noun has only ${nounFiles.join(', ')} and tests`]
}

/** Checks the length of a file: at most 60 lines for pages, 250 for other files. */
export function lengthProblems(path: string, text: string): string[] {
  const limit = /^app\/(?:.*\/)?page\.tsx$/.test(path) ? 60 : 250
  const lines = text.trimEnd().split('\n').length
  return lines > limit ? [`${path} has ${lines} lines, the limit is ${limit}`] : []
}

/**
 * Checks the route of a page: it has an entry in lib/request/routes.ts, and a page for guests exactly when that entry
 * says "prerendered".
 * @param files The paths of all files.
 */
export function routeProblems(path: string, files: string[]): string[] {
  const [, folder, address] = /^app\/(\(\w+\)|guest\/\[locale\])(.*)\/page\.tsx$/.exec(path) ?? []
  if (folder === undefined || address === undefined || errorPages.includes(address)) return []
  const route = routes.find(({ name }) => name === (address || '/'))
  if (!route) return [`${path} has no entry in lib/request/routes.ts`]
  const guestPage = `app/guest/[locale]${address}/page.tsx`
  if (files.includes(guestPage) === Boolean(route.prerendered)) return []
  return [`${path}: lib/request/routes.ts says prerendered exactly when ${guestPage} exists`]
}

/** Classes of Tailwind and properties of CSS that name a side instead of the start or the end of the line. */
const physicalStyles = [
  /(?<![\w-])-?(?:scroll-)?[mp][lr]-[\w[(]/,
  /(?<![\w-])(?:border|rounded)-(?:[lr]|[tb][lr])(?![\w])/,
  /(?<![\w-])(?:text|float|clear)-(?:left|right)(?![\w-])/,
  /(?<![\w-])-?(?:left|right)-(?:\d|\[|\(|auto|full|px)/,
  /(?<![\w-])(?:(?:scroll-)?(?:margin|padding)|border(?:-top|-bottom)?)-(?:left|right)(?![\w])/,
  /(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)/,
]

/** Declarations in style sheets. In scripts they are coordinates of the window. */
const physicalPosition = /(?:^|[{;])\s*(?:left|right)\s*:/

/** Finds styles that would be on the wrong side in a language that is written from right to left. */
export function physicalStyleProblems(path: string, text: string): string[] {
  if (!/^(?:app|components)\/.*\.(?:tsx|css)$/.test(path)) return []
  const patterns = path.endsWith('.css') ? [...physicalStyles, physicalPosition] : physicalStyles
  return text.split('\n').flatMap((line, index) => {
    const found = patterns.map((style) => style.exec(line)?.[0].trim()).find(Boolean)
    return found ? [`${path}:${index + 1}: ${found} is physical, use the logical style (start, end)`] : []
  })
}
