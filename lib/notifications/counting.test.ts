import { expect, test } from 'vitest'
import { signalsSince } from '../events/signals'
import { likePost } from '../likes/mutations'
import { aPost, aViewer } from '../testing/factories'

test('what happens to a member all at once is counted to the last [NOT-05]', async () => {
  const author = await aViewer()
  const posts = await Promise.all(Array.from({ length: 12 }, (_, at) => aPost(author, `Number ${at}`)))
  const fans = await Promise.all(posts.map(() => aViewer()))
  await Promise.all(posts.map(({ id }, at) => likePost(fans[at] as (typeof fans)[0], id)))
  const [count] = await signalsSince(author.id, 0n)
  expect(count).toMatchObject({ name: 'unread_notification_count', data: posts.length })
})
