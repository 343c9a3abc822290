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
