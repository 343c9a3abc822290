import { existsSync } from 'node:fs'

/** Debian's names for what Playwright drives; the shell shows no window and costs two thirds of the processor time. */
export const browsers = ['chromium-headless-shell', 'chromium']

/** The browser of the tests: CHROMIUM_PATH, or the first of `browsers` that is installed; undefined when none is. */
export function findBrowser() {
  return (
    process.env.CHROMIUM_PATH ?? browsers.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path))
  )
}
