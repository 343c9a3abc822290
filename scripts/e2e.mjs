// npm run e2e -- [arguments]: the browser tests. Prepares what they need and passes every argument to `playwright test`:
// file names, -g, --headed, --ui, --project plain, … With --target vercel, the tests run on functions as a serverless host
// runs them (docs/deploy-serverless.md).

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { browserPackages, findBrowser, hasFastBrowser, isHeaded } from './browser.mjs'
import {
  build,
  checkNode,
  generateClients,
  install,
  isBuilt,
  root,
  runOrExplain,
  settings,
} from './prepare.mjs'
import { ensureInstalled, installIfPossible } from './system-packages.mjs'

await runOrExplain(async () => {
  checkNode()
  await install({ development: true })
  await generateClients()
  const { chromium } = await import('@playwright/test')
  const ownBrowser = existsSync(chromium.executablePath())
  const advice = `The browser tests need Chromium: install the package ${browserPackages.join(' or ')}, or run npx playwright install chromium`
  ensureInstalled(() => ownBrowser || findBrowser(), browserPackages, advice)
  const args = process.argv.slice(2)
  const target = extractTarget(args)
  if (!isHeaded(args)) installIfPossible(() => ownBrowser || hasFastBrowser(), browserPackages[0])
  const env = settings()
  if (!target && !isBuilt(env)) await build(env)
  // The window of UI mode needs a browser that Playwright downloaded; without one, UI mode is served as a page.
  if (args.includes('--ui') && !args.some((word) => word.startsWith('--ui-')) && !ownBrowser)
    args.push('--ui-host=localhost')
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e', ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(target && { E2E_TARGET: target }) },
    },
  )
  process.exit(status ?? 1)
})

/** Removes `--target HOST` from the arguments. @returns the host */
function extractTarget(args) {
  const place = args.indexOf('--target')
  return place < 0 ? undefined : args.splice(place, 2)[1]
}
