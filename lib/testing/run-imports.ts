// Runs the due imports until none is left. node --import tsx lib/testing/run-imports.ts; a test kills it at random.

import { closeDatabase, db } from '../db/db'
import { closeEvents } from '../events/events'
import { importJob } from '../imports/jobs'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'

// Connects.
await db.user.count()
console.log('ready')
await new JobRunner([importJob] as unknown as JobDefinition[]).drain(Date.now() + 120_000)
closeEvents()
await closeDatabase()
