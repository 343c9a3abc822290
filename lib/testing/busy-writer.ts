// A process that never stops writing: posts, each with its author's counter in one transaction, as the server does.
// node --import tsx lib/testing/busy-writer.ts URL; prints a line when it has begun, and ends when it is killed.

import { withConnection } from '../db/connection'

await withConnection(String(process.argv[2]), async (connection) => {
  for (let written = 0; ; written++) {
    const author = 1 + (written % 60)
    await connection.transaction('write', async () => {
      await connection.execute(
        `INSERT INTO posts (author_id, body) VALUES (${author}, 'written meanwhile ${written}')`,
      )
      await connection.execute(`UPDATE users SET post_count = post_count + 1 WHERE id = ${author}`)
    })
    if (written === 10) console.log('busy')
    // Lets go of SQLite's lock for a moment.
    await new Promise(setImmediate)
  }
})
