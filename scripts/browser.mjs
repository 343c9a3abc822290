import { existsSync } from 'node:fs'

/** Debian's packages of the browser; the headless shell takes two thirds of the CPU time. */
export const browsers = ['chromium-headless-shell', 'chromium']

/** The path of the browser for tests: CHROMIUM_PATH, or the first installed of `browsers`; undefined when none is. */
export function findBrowser() {
  return (
    process.env.CHROMIUM_PATH ?? browsers.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path))
  )
}
