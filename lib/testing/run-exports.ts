// Runs the due jobs of exports until none is left, and prints its peak memory in megabytes before and after.
// node --import tsx lib/testing/run-exports.ts; a test kills it at random.

import { closeDatabase, db } from '../db/db'
import { closeEvents } from '../events/events'
import { exportJob, exportMailJob } from '../exports/jobs'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'

const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)

// Connects.
await db.user.count()
const before = peak()
console.log('ready')
await new JobRunner([exportJob, exportMailJob] as unknown as JobDefinition[]).drain(Date.now() + 120_000)
console.log(JSON.stringify({ before, after: peak() }))
closeEvents()
await closeDatabase()
