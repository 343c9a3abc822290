// npm run worker: runs jobs in a separate process, for servers with JOBS=worker or REDIS_URL.

import { runCommand } from './cli/run-command'
import { root, workerSettings } from './settings.mjs'

const usage = `npm run worker

Runs the jobs of the server: mail, exports and cleaning up. Several workers may run at the same time, on any machine with
the same database. Web processes leave jobs to workers with REDIS_URL or JOBS=worker. SIGTERM and Ctrl+C end the worker
after the running jobs, at the latest after 25 seconds; interrupted jobs run again in another process. The log goes to
standard output; LOG_FILE is that of the web server.`

/** Less than the 30 s after which process managers kill a process. */
const graceMilliseconds = 25_000

await runCommand(async () => {
  if (process.argv.includes('--help')) return console.log(usage)
  Object.assign(process.env, workerSettings())
  const { findDatabaseProblem } = await import('../lib/db/startup-check')
  const { databaseUrl, env } = await import('../lib/env')
  const problem = await findDatabaseProblem(databaseUrl)
  if (problem) throw new Error(problem)
  const { closeDatabase } = await import('../lib/db/db')
  const { closeEvents } = await import('../lib/events/events')
  const { startWorker } = await import('../lib/background/jobs')
  const { redirectConsoleToLog } = await import('../lib/log/console')
  const { closeLimitStore } = await import('../lib/rate-limit/redis-store')
  const { telemetry } = await import('../lib/telemetry/current')
  const { startErrorMail } = await import('../lib/mail/error-mail')
  redirectConsoleToLog()
  startErrorMail()
  if (env.exportsTraces) await (await import('../lib/telemetry/start')).startTelemetry(root)
  const stop = await startWorker()
  console.log('The worker is running.')
  await new Promise<void>((resolve) => {
    // Keeps the process alive: the timers of the runner do not.
    const alive = setInterval(() => {}, 60_000)
    const end = () => {
      clearInterval(alive)
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  })
  await stop(graceMilliseconds)
  closeEvents()
  closeLimitStore()
  await closeDatabase()
  await telemetry()?.flush()
})
