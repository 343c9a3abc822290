import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyCheckout } from '../checkout.mjs'
import { root } from '../settings.mjs'

/** The path of the bare page, which only the build of the benchmark has. */
export const barePath = '/bare'

const routesFile = 'lib/request/routes.ts'

/**
 * Creates or updates a copy of the checkout with the bare page.
 * @returns its directory
 */
export function createBenchCheckout(): string {
  const directory = join(root, '.data/bench-build')
  copyCheckout(directory)
  cpSync(join(root, 'scripts/bench/bare-page'), join(directory, 'app/(bare)/bare'), { recursive: true })
  const routes = readFileSync(join(directory, routesFile), 'utf8')
  writeFileSync(join(directory, routesFile), addBareRoute(routes))
  return directory
}

/**
 * Adds the route of the bare page to the text of lib/request/routes.ts, so that proxy.ts handles it like other pages.
 * @throws Error when the table of routes is not found
 */
export function addBareRoute(text: string): string {
  const firstRoute = /^const rules: .*\{$/m
  if (!firstRoute.test(text))
    throw new Error(`${routesFile} has no table "rules", which the bare page needs.`)
  return text.replace(firstRoute, (line) => `${line}\n  '${barePath}': { gate: 'public' },`)
}
