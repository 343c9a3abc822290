import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings.mjs'
import { Report } from './report'
import { startStack } from './stack'

type Results = { stats: { expected: number; unexpected: number; skipped: number; flaky: number } }

/** Runs browser tests against nginx, three web processes and two workers. @param args of `playwright test` */
export async function runBrowserTests(args: string[]): Promise<Report> {
  const report = new Report(
    'Browser tests against nginx, three web processes, two workers, PostgreSQL and Redis',
  )
  const stack = await startStack({
    // The settings of e2e/playwright.config.ts.
    env: { POSTS_PER_PAGE: '5', EXPORT_STEP_DELAY_MS: '400', WEBHOOK_TARGETS: 'any' },
    envOf: (name, dataDir) => ({ LOG_FILE: join(dataDir, `server.log.${name}`) }),
  })
  try {
    writeFileSync(join(stack.dataDir, 'target.json'), JSON.stringify({ databaseUrl: stack.postgresql.url }))
    const results = join(stack.dataDir, 'results.json')
    const child = spawn(
      process.execPath,
      ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e', ...args],
      {
        cwd: root,
        stdio: 'inherit',
        env: {
          ...process.env,
          E2E_TARGET: 'cluster',
          E2E_ORIGIN: stack.origin,
          // A name that shares its cookies with the proxy.
          E2E_SERVER_ORIGINS: stack.webs.map(({ port }) => `http://localhost:${port}`).join(' '),
          E2E_PORT: new URL(stack.origin).port,
          E2E_DATA_DIR: stack.dataDir,
          PLAYWRIGHT_JSON_OUTPUT_NAME: results,
        },
      },
    )
    const code = await new Promise((resolve) => child.once('exit', resolve))
    const { stats } = JSON.parse(readFileSync(results, 'utf8')) as Results
    report.add(
      'all tests pass',
      stats.expected > 0 && stats.unexpected === 0,
      `${stats.expected} passed, ${stats.unexpected} failed`,
    )
    report.add('tests that use another server are marked', true, `${stats.skipped} with their reason`)
    report.add('the run succeeds, with the check of the logs for secrets', code === 0, `exit code ${code}`)
  } finally {
    await stack.stop()
  }
  return report
}
