// npm run search:reindex: rebuilds the search index, also while the server runs.

import { withProgressBar } from './cli/progress-bar'
import { runCommand } from './cli/run-command'
import { toolSettings } from './settings.mjs'

const usage = `npm run search:reindex

Rebuilds the search rows of all posts and members in batches, while others read and write. It may be interrupted and
run again at any time. After an upgrade a server fills missing rows by itself.`

await runCommand(async () => {
  if (process.argv.includes('--help')) return console.log(usage)
  Object.assign(process.env, toolSettings())
  process.env.LOG_LEVEL = 'warn'
  const { findDatabaseProblem } = await import('../lib/db/startup-check')
  const { databaseUrl } = await import('../lib/env')
  const problem = await findDatabaseProblem(databaseUrl)
  if (problem) throw new Error(problem)
  const { closeDatabase, db } = await import('../lib/db/db')
  const { reindex } = await import('../lib/search/mutations')
  try {
    const total = (await db.post.count({ where: { deletedAt: null } })) + (await db.user.count())
    const { posts, users } = await withProgressBar(false, 'rows', (onProgress) =>
      reindex({}, (posts, users) => onProgress?.(posts + users, Math.max(total, posts + users))),
    )
    console.log(`Indexed ${posts} posts and ${users} members.`)
  } finally {
    await closeDatabase()
  }
})
