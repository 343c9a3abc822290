import { beforeEach, expect, test } from 'vitest'
import { deletePost } from '../deletions/mutations'
import { recordUnknownChanges } from '../http/changes.mjs'
import { aPost, aViewer } from '../testing/factories'
import { matchRoute } from './routes'
import { findSubject } from './subject'

// Ids restart in each test.
beforeEach(recordUnknownChanges)

const subjectOf = async (path: string) => {
  const match = matchRoute(path)
  return match && findSubject(match)
}

test('returns none for routes without a user or a post', async () => {
  for (const path of ['/', '/tags/anything', '/account'])
    expect(await subjectOf(path)).toEqual({ kind: 'none' })
})

test('returns a user for a username in any case', async () => {
  await aViewer({ username: 'Ann' })
  for (const path of ['/users/Ann', '/users/ANN/followers', '/messages/ann'])
    expect(await subjectOf(path)).toEqual({ kind: 'user' })
})

test.each([
  ['/users/nobody'],
  ['/users/a.b'],
  [`/users/${'a'.repeat(31)}`],
  ['/posts/999'],
  ['/posts/01'],
  ['/posts/x'],
  ['/posts/9999999999'],
])('returns missing for %s', async (path) => expect(await subjectOf(path)).toEqual({ kind: 'missing' }))

test('returns a post with its author', async () => {
  const ann = await aViewer()
  const { id } = await aPost(ann)
  for (const page of ['', '/history', '/likes', '/edit', '/delete'])
    expect(await subjectOf(`/posts/${id}${page}`)).toEqual({ kind: 'post', authorId: ann.id })
})

test('returns a post for the conversation of a deleted post with replies', async () => {
  const ann = await aViewer()
  const { id } = await aPost(ann)
  await aPost(ann, 'A reply', { replyTo: id })
  await deletePost(ann, id)
  expect(await subjectOf(`/posts/${id}`)).toEqual({ kind: 'post', authorId: ann.id })
  expect(await subjectOf(`/posts/${id}/history`)).toEqual({ kind: 'missing' })
})
