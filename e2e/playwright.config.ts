import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findBrowser } from '../scripts/browser.mjs'

const port = Number(process.env.E2E_PORT ?? 3917)
// Kept in the environment, because every worker reads this file again.
process.env.E2E_ORIGIN ??= `http://localhost:${port}`
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'roost-e2e-'))

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: process.env.E2E_ORIGIN,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
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
    { name: 'plain', testMatch: /(journeys|plain\/.*)\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
  webServer: {
    command: 'node ../scripts/start.mjs',
    url: `http://localhost:${port}/api/health`,
    timeout: 300_000,
    env: {
      PORT: String(port),
      DATA_DIR: process.env.E2E_DATA_DIR,
      RATE_LIMITS: 'off',
      POSTS_PER_PAGE: '5',
      LOG_LEVEL: 'warn',
      // Lets a test speak as a proxy on https does; without X-Forwarded-For it changes nothing.
      TRUST_PROXY: '1',
      BCRYPT_COST: '10',
    },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
})
