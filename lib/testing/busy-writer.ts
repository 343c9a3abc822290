// A process that writes continuously: posts and their authors' counters, in one transaction each, like a server.
// node --import tsx lib/testing/busy-writer.ts URL; prints a line once it is writing, and runs until it is killed.

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
    // Lets another process acquire SQLite's lock.
    await new Promise(setImmediate)
  }
})
