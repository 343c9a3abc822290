import { beforeEach, describe, expect, test } from 'vitest'
import { blockUser, muteUser } from '@/lib/blocks/mutations'
import { deletePost } from '@/lib/deletions/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, apiRequest } from '@/lib/testing/api'
import { aPost, aViewer, viewerOf } from '@/lib/testing/factories'
import * as conversation from './[id]/conversation/route'
import * as replies from './[id]/replies/route'

beforeEach(resetLimits)

type Entry = { id: number; body?: string; deleted?: boolean; post?: { body: string } | null }
type Body = { root?: Entry; items: Entry[]; _links: { next: string | null; prev: string | null } }

async function get(token: string, path: string) {
  const id = path.split('/')[3] ?? ''
  const route = path.includes('/replies') ? replies : conversation
  const response = await route.GET(apiRequest('GET', path, { token }), { params: Promise.resolve({ id }) })
  return { status: response.status, body: (await response.json()) as Body }
}

const textsOf = ({ body }: { body: Body }) => body.items.map((item) => item.body ?? item.post?.body)

/** A post with five replies; the second of them has a reply, too. */
async function aConversation() {
  const { id, token } = await anApiUser()
  const ann = await viewerOf(id)
  const root = await aPost(ann, 'Root')
  const ids: number[] = []
  for (const number of [1, 2, 3, 4, 5])
    ids.push((await aPost(ann, `Reply ${number}`, { replyTo: root.id })).id)
  const nested = await aPost(ann, 'Nested', { replyTo: ids[1] ?? 0 })
  return { ann, token, root: root.id, ids, nested: nested.id }
}

describe('the replies to a post', () => {
  test('are direct replies, oldest first, paginated', async () => {
    const { token, root, ids } = await aConversation()
    const first = await get(token, `/api/posts/${root}/replies?limit=2`)
    expect([textsOf(first), first.body._links.prev]).toEqual([['Reply 1', 'Reply 2'], null])
    const second = await get(token, first.body._links.next ?? '')
    expect(textsOf(second)).toEqual(['Reply 3', 'Reply 4'])
    const third = await get(token, second.body._links.next ?? '')
    expect([textsOf(third), third.body._links.next]).toEqual([['Reply 5'], null])
    const back = await get(token, second.body._links.prev ?? '')
    expect([textsOf(back), back.body._links.prev]).toEqual([['Reply 1', 'Reply 2'], null])
    expect(textsOf(await get(token, `/api/posts/${ids[1]}/replies`))).toEqual(['Nested'])
  })

  test('leave out deleted ones, and members who are blocked or muted [SEC-18]', async () => {
    const { ann, token, root, ids } = await aConversation()
    const [bob, eve] = [await aViewer({ username: 'bob' }), await aViewer({ username: 'eve' })]
    for (const viewer of [bob, eve]) await aPost(viewer, viewer.username, { replyTo: root })
    await blockUser(ann, 'bob')
    await muteUser(ann, 'eve')
    await deletePost(ann, ids[0] ?? 0)
    expect(textsOf(await get(token, `/api/posts/${root}/replies`))).toEqual([
      'Reply 2',
      'Reply 3',
      'Reply 4',
      'Reply 5',
    ])
  })

  test('return 404 for a post across a block [SEC-18]', async () => {
    const { ann, root } = await aConversation()
    const { token, username } = await anApiUser()
    await blockUser(ann, username)
    for (const part of ['replies', 'conversation'])
      expect((await get(token, `/api/posts/${root}/${part}`)).status).toBe(404)
  })
})

describe('a conversation', () => {
  test('has its first post and all replies, the oldest first', async () => {
    const { token, root } = await aConversation()
    const page = await get(token, `/api/posts/${root}/conversation?limit=4`)
    expect(page.body.root).toMatchObject({ id: root, deleted: false, post: { body: 'Root' } })
    expect(textsOf(page)).toEqual(['Reply 1', 'Reply 2', 'Reply 3', 'Reply 4'])
    const last = await get(token, page.body._links.next ?? '')
    expect([textsOf(last), last.body._links.next]).toEqual([['Reply 5', 'Nested'], null])
    expect(textsOf(await get(token, last.body._links.prev ?? ''))).toEqual(textsOf(page))
  })

  test('is returned for each of its posts, and can start with the last page', async () => {
    const { token, ids, root, nested } = await aConversation()
    const around = await get(token, `/api/posts/${ids[2]}/conversation?limit=3`)
    expect([around.body.root?.id, textsOf(around)]).toEqual([root, ['Reply 2', 'Reply 3', 'Reply 4']])
    const latest = await get(token, `/api/posts/${nested}/conversation?limit=2&latest=`)
    expect(textsOf(latest)).toEqual(['Reply 5', 'Nested'])
  })

  test('contains a deleted post with replies as an entry without a post', async () => {
    const { ann, token, root, ids } = await aConversation()
    const bob = await aViewer()
    await aPost(bob, 'Reply of bob', { replyTo: ids[4] ?? 0 })
    await deletePost(ann, ids[4] ?? 0)
    const { body } = await get(token, `/api/posts/${root}/conversation`)
    expect(body.items.find(({ id }) => id === ids[4])).toEqual({ id: ids[4], deleted: true, post: null })
    const own = await get(token, `/api/posts/${ids[4]}/conversation`)
    expect(own.body.root?.id).toBe(root)
  })
})
