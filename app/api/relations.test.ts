import { beforeEach, describe, expect, test } from 'vitest'
import type { Handler } from '@/lib/api/rest/route'
import { blockUser } from '@/lib/blocks/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aPost, viewerOf } from '@/lib/testing/factories'
import * as blocks from './blocks/route'
import * as mutes from './mutes/route'
import * as bookmark from './posts/[id]/bookmark/route'
import * as like from './posts/[id]/like/route'
import * as likes from './posts/[id]/likes/route'
import * as block from './users/[id]/block/route'
import * as follow from './users/[id]/follow/route'
import * as mute from './users/[id]/mute/route'
import * as relation from './users/[id]/relation/route'

beforeEach(resetLimits)

async function call(handler: Handler, method: string, token: string, id = 0) {
  const request = apiRequest(method, '/api/any', { token })
  const response = await handler(request, { params: Promise.resolve({ id: String(id) }) })
  return { status: response.status, body: await response.json() }
}

describe('a post', () => {
  test('can be liked and bookmarked, once each', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { id } = await aPost(await viewerOf(ann.id))
    for (let count = 0; count < 2; count++) {
      expect((await call(like.PUT, 'PUT', bob.token, id)).body).toMatchObject({ liked: true, like_count: 1 })
      expect((await call(bookmark.PUT, 'PUT', bob.token, id)).body).toMatchObject({ bookmarked: true })
    }
    const { items } = (await call(likes.GET, 'GET', ann.token, id)).body
    expect(items.map((user: { id: number }) => user.id)).toEqual([bob.id])
    expect((await call(like.DELETE, 'DELETE', bob.token, id)).body).toMatchObject({
      liked: false,
      like_count: 0,
    })
    expect((await call(bookmark.DELETE, 'DELETE', bob.token, id)).body).toMatchObject({ bookmarked: false })
  })

  test('across a block is not found [SEC-18]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { id } = await aPost(await viewerOf(ann.id))
    await blockUser(await viewerOf(ann.id), bob.username)
    for (const handler of [like.PUT, bookmark.PUT])
      expect((await call(handler, 'PUT', bob.token, id)).status).toBe(404)
    expect((await call(likes.GET, 'GET', bob.token, id)).status).toBe(404)
  })
})

describe('a member', () => {
  test('can be followed, muted and blocked, and each can be undone', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const none = { following: false, blocking: false, blocked_by: false, muting: false }
    const { token } = ann
    expect((await call(follow.PUT, 'PUT', token, bob.id)).body).toEqual({ ...none, following: true })
    expect((await call(follow.DELETE, 'DELETE', token, bob.id)).body).toEqual(none)
    expect((await call(mute.PUT, 'PUT', token, bob.id)).body).toEqual({ ...none, muting: true })
    expect((await call(mutes.GET, 'GET', token)).body.items).toMatchObject([{ id: bob.id }])
    expect((await call(mute.DELETE, 'DELETE', token, bob.id)).body).toEqual(none)
    expect((await call(block.PUT, 'PUT', token, bob.id)).body).toEqual({ ...none, blocking: true })
    expect((await call(blocks.GET, 'GET', token)).body.items).toMatchObject([{ id: bob.id }])
    expect((await call(relation.GET, 'GET', bob.token, ann.id)).body).toEqual({ ...none, blocked_by: true })
    expect((await call(follow.PUT, 'PUT', bob.token, ann.id)).status).toBe(403)
    expect((await call(block.DELETE, 'DELETE', token, bob.id)).body).toEqual(none)
  })

  test.each([
    ['follow', follow.PUT],
    ['block', block.PUT],
    ['mute', mute.PUT],
  ])('cannot %s themselves', async (_, handler) => {
    const { id, token } = await anApiUser()
    expect(await call(handler, 'PUT', token, id)).toEqual({
      status: 400,
      body: { error: 'Bad Request', message: 'Name another member than yourself.' },
    })
  })

  test('can be followed, muted and blocked with the scope write only', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const token = await aPersonalToken(ann.id, 'read')
    for (const handler of [follow.PUT, block.PUT, mute.PUT])
      expect((await call(handler, 'PUT', token, bob.id)).status).toBe(403)
  })
})
