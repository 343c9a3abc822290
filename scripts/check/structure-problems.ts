import { nounFiles, nouns, otherNounFiles, request, services } from '../../.config/layout.mjs'
import { matchRoute } from '../../lib/request/routes'

/** Pages without an address of their own: proxy.ts renders them for an address that it refuses. */
const errorPages = ['/missing', '/forbidden', '/busy']

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
 * Checks the route of a page: it has a line in lib/request/routes.ts, and a page for guests exactly when that line says
 * "prerendered".
 * @param files The paths of all files.
 */
export function routeProblems(path: string, files: string[]): string[] {
  const [, folder, address] = /^app\/(\(\w+\)|guest\/\[locale\])(.*)\/page\.tsx$/.exec(path) ?? []
  if (folder === undefined || address === undefined || errorPages.includes(address)) return []
  const match = matchRoute(address.replace(/\[\w+\]/g, '1') || '/')
  if (!match) return [`${path} has no line in lib/request/routes.ts`]
  const guestPage = `app/guest/[locale]${address}/page.tsx`
  if (files.includes(guestPage) === Boolean(match.route.prerendered)) return []
  return [`${path}: lib/request/routes.ts says prerendered exactly when ${guestPage} exists`]
}
