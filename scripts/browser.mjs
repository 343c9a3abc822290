import { existsSync } from 'node:fs'

/**
 * Debian packages with a browser for Playwright. With the shell, which opens no window, the browser tests take half the
 * processor time.
 */
export const browserPackages = ['chromium-headless-shell', 'chromium']

/**
 * The path of the browser for the tests: CHROMIUM_PATH, or the first of `browserPackages` that is installed.
 * @param {{ headed?: boolean }} [options] `headed` prefers a browser that can open a window.
 * @returns undefined when there is none: then Playwright uses a browser that it has downloaded itself.
 */
export function findBrowser({ headed = false } = {}) {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const names = headed ? browserPackages.toReversed() : browserPackages
  return names.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path))
}

/** Whether `findBrowser` returns the browser that takes the least processor time, or the one that the user has chosen. */
export function hasFastBrowser() {
  return Boolean(process.env.CHROMIUM_PATH) || existsSync(`/usr/bin/${browserPackages[0]}`)
}

/**
 * Whether arguments of `playwright test` make it open a window.
 * @param {string[]} args
 */
export function isHeaded(args) {
  return args.some((word) => ['--headed', '--ui', '--debug'].includes(word))
}
