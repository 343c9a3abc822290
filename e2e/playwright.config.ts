// Read by `npm run e2e` and by `npx playwright test -c e2e`.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findBrowser, isHeaded } from '../scripts/browser.mjs'
import { settings } from '../scripts/settings.mjs'
import { unusedPort } from '../scripts/unused-port.mjs'

// Every worker evaluates this file again, so values that are chosen once are stored in the environment, which workers
// inherit.
const { env } = process
env.E2E_PORT ??= String(await unusedPort())
env.E2E_ORIGIN ??= `http://localhost:${env.E2E_PORT}`
env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'roost-e2e-'))
/** The serverless host that the server under test simulates (npm run e2e -- --target); undefined for our own server. */
const target = env.E2E_TARGET
// The build contains this key. A server with a new data directory would generate another one and build again.
env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= settings().NEXT_SERVER_ACTIONS_ENCRYPTION_KEY
const browser = findBrowser({ headed: isHeaded(process.argv) })
if (browser) env.CHROMIUM_PATH ??= browser

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalTeardown: './global-teardown.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // More workers than cores: many tests wait for timers or mails.
  workers: 3,
  // Some tests start a server. The longest take 50 s, and several times as long on a busy machine.
  timeout: 180_000,
  // A function may have to start first, for a page and for its proxy.
  expect: { timeout: target ? 20_000 : 10_000 },
  reporter: env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: env.E2E_ORIGIN,
    // Traces cost a fifth of the time: --trace retain-on-failure records them.
    screenshot: 'only-on-failure',
    // Tests intercept requests, which a service worker would send itself. offline.spec.ts allows it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: browser,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'script', testIgnore: /plain\// },
    {
      name: 'plain',
      testMatch: /(journeys|email-addresses|plain\/.*)\.spec\.ts$/,
      use: { javaScriptEnabled: false },
    },
  ],
  // A cluster runs already.
  webServer:
    target === 'cluster'
      ? undefined
      : {
          command: target ? `node scripts/serverless/serve.mjs ${target}` : 'node scripts/start.mjs',
          cwd: '..',
          url: `${env.E2E_ORIGIN}/api/health`,
          // Includes the build of the host.
          timeout: target ? 900_000 : 300_000,
          env: {
            PORT: env.E2E_PORT,
            DATA_DIR: env.E2E_DATA_DIR,
            // Overrides a database in .env.
            DATABASE_URL: `file:${env.E2E_DATA_DIR}/roost.db`,
            RATE_LIMITS: 'off',
            POSTS_PER_PAGE: '5',
            // global-teardown.ts reads it.
            LOG_FILE: `${env.E2E_DATA_DIR}/server.log`,
            // Some tests send the headers of a proxy with https. Without X-Forwarded-For this has no effect.
            TRUST_PROXY: '1',
            BCRYPT_COST: '10',
            EXPORT_STEP_DELAY_MS: '400',
            // Webhooks of the tests are received on this machine.
            WEBHOOK_TARGETS: 'any',
          },
          gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
        },
})
