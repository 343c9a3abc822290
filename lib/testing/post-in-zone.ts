// Creates a post with a given time and one with the time of its insert, and prints the times of all posts as the server
// reads them, oldest post first. TZ=… node --import tsx lib/testing/post-in-zone.ts USER TIME

import { closeDatabase, db, transaction } from '../db/db'

const [userId, time = ''] = process.argv.slice(2)
for (const createdAt of [new Date(time), undefined]) {
  const data = { authorId: Number(userId), body: 'written elsewhere', ...(createdAt && { createdAt }) }
  await transaction((tx) => tx.post.create({ data, select: { id: true } }))
}
const posts = await db.post.findMany({ orderBy: { id: 'asc' }, select: { createdAt: true } })
console.log(
  JSON.stringify({ offset: new Date(time).getTimezoneOffset(), times: posts.map((post) => post.createdAt) }),
)
await closeDatabase()
