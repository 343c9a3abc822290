// Runs the due deletions of accounts until none is left. node --import tsx lib/testing/run-account-deletions.ts; a test
// kills it at random.

import { deleteAccountsJob } from '../account-deletion/jobs'
import { closeDatabase, db } from '../db/db'
import { closeEvents } from '../events/events'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'

// Connects.
await db.user.count()
console.log('ready')
await new JobRunner([deleteAccountsJob] as unknown as JobDefinition[]).drain(Date.now() + 120_000)
closeEvents()
await closeDatabase()
