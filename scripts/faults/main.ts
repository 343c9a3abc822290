// npm run faults -- <name>: causes a fault in an installation with several processes and checks what Roost guarantees.
// docs/faults.md lists the guarantees and the figures.

import { runOrExplain } from '../settings.mjs'
import type { Report } from './report'

const usage = `npm run faults -- <name>

  e2e [arguments]   browser tests against nginx, three web processes and two workers; arguments of "playwright test"
  kill              kills web processes and workers while members write
  redis             kills Redis for 30 s, then freezes it for 30 s
  database          stops PostgreSQL for 30 s, then freezes it for 30 s
  slow              a database that responds after 200 ms and loses 1 % of its responses
  disk              a full disk with SQLite, uploads and the log (root only: it mounts a file system in memory)
  clock             two web processes and a worker whose clocks are an hour off (package libfaketime)
  hostile           10,000 hostile requests to a web process and to nginx

Needs a build (npm run build), PostgreSQL, redis-server and nginx. Everything runs in a temporary directory and ends with
the command. Prints a table, and exits with 1 when a guarantee does not hold.`

type Fault = (args: string[]) => Promise<Report>

const faults: Record<string, () => Promise<Fault>> = {
  e2e: async () => (await import('./e2e')).runBrowserTests,
  kill: async () => (await import('./kill')).killProcesses,
  redis: async () => (await import('./redis')).interruptRedis,
  database: async () => (await import('./database')).interruptDatabase,
  slow: async () => (await import('./slow')).slowDatabase,
  disk: async () => (await import('./disk')).fillDisk,
  clock: async () => (await import('./clock')).shiftClock,
  hostile: async () => (await import('./hostile')).sendHostileRequests,
}

await runOrExplain(async () => {
  const [name = '', ...args] = process.argv.slice(2)
  const load = faults[name]
  if (!load || args.includes('--help')) return console.log(usage)
  const report = await (await load())(args)
  report.print()
  process.exit(report.hasPassed ? 0 : 1)
})
