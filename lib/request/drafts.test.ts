import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sign } from '../crypto/signing'
import { draftCookie } from '../http/cookies'
import { newRequest, request } from '../testing/next'
import { deleteAllDrafts, deleteDraft, draftKeyOf, readDraft, saveDraft } from './drafts'

vi.mock('next/headers', () => import('../testing/next'))

beforeEach(() => newRequest())

const key = { member: 7, form: 'post', place: '/' }
const post = (body: string, place = '/', member = 7) => ({
  body,
  draftMember: String(member),
  draftPlace: place,
})

function sent(values: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return form
}

test('returns a draft for its own user, form and place only', async () => {
  expect(await saveDraft('post', ['body'], post('Half a thought 🐦'))).toBe('kept')
  expect(await readDraft(key)).toEqual({ body: 'Half a thought 🐦' })
  for (const other of [{ member: 8 }, { member: 0 }, { form: 'edit-post' }, { place: '/explore' }])
    expect(await readDraft({ ...key, ...other })).toBeNull()
})

test('keeps the newest text of each form and place', async () => {
  await saveDraft('post', ['body'], post('At home'))
  await saveDraft('post', ['body'], post('A reply', 'reply-to-3'))
  await saveDraft('message', ['body'], post('Hello', 'to-9'))
  await saveDraft('post', ['body'], post('At home, later'))
  expect(await readDraft(key)).toEqual({ body: 'At home, later' })
  expect(await readDraft({ ...key, place: 'reply-to-3' })).toEqual({ body: 'A reply' })
  expect(await readDraft({ member: 7, form: 'message', place: 'to-9' })).toEqual({ body: 'Hello' })
})

test('deletes one draft and keeps those of other forms and users', async () => {
  await saveDraft('post', ['body'], post('Mine'))
  await saveDraft('post', ['body'], post('Theirs', '/', 8))
  await saveDraft('edit-post', ['body'], post('An edit', '/posts/1/edit'))
  await deleteDraft(draftKeyOf('post', sent(post('Mine'))))
  expect(await readDraft(key)).toBeNull()
  expect(await readDraft({ ...key, member: 8 })).toEqual({ body: 'Theirs' })
  expect(await readDraft({ member: 7, form: 'edit-post', place: '/posts/1/edit' })).toEqual({
    body: 'An edit',
  })
  await deleteAllDrafts()
  expect(request.cookies.has(draftCookie)).toBe(false)
})

describe('when the cookie is full', () => {
  test('removes the oldest drafts', async () => {
    for (const place of ['a', 'b', 'c', 'd']) await saveDraft('post', ['body'], post('x'.repeat(1000), place))
    expect(request.cookies.get(draftCookie)?.length).toBeLessThanOrEqual(3800)
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map((place) => readDraft({ ...key, place })))
    expect(kept.map((draft) => draft !== null)).toEqual([false, false, true, true])
  })

  test('rejects a draft that is too long by itself and keeps the others', async () => {
    await saveDraft('post', ['body'], post('Short', 'reply-to-3'))
    expect(await saveDraft('post', ['body'], post('x'.repeat(4000)))).toBe('too-long')
    expect(await readDraft({ ...key, place: 'reply-to-3' })).toEqual({ body: 'Short' })
  })
})

test('stores the given fields only, so no password', async () => {
  const typed = { username: 'ann', displayName: 'Ann', email: 'ann@example.com', aboutMe: 'Me' }
  await saveDraft('account', ['username', 'displayName', 'email', 'aboutMe'], {
    ...post(''),
    ...typed,
    current: 'secret',
    password: 'secret',
  })
  expect(await readDraft({ member: 7, form: 'account', place: '/' })).toEqual(typed)
})

test.each([
  ['follow', [], post('')],
  ['post', ['body'], { body: 'Without a user' }],
  ['post', ['body'], post('By a guest', '/', 0)],
  ['post', ['body'], { ...post('By a malformed id'), draftMember: 'x' }],
])('stores nothing for the form %s with the fields %j of %j', async (form, fields, values) => {
  expect(await saveDraft(form, fields, values)).toBe('nothing')
  expect(request.cookies.size).toBe(0)
})

test.each([
  ['signed for another purpose', () => sign('flash', [{ ...key, values: { body: 'x' } }])],
  ['of another shape', () => sign('draft', { form: 'post', values: { body: 'x' } })],
  ['unsigned', () => Buffer.from('[]').toString('base64url')],
])('ignores a cookie that is %s', async (_, value) => {
  request.cookies.set(draftCookie, value())
  expect(await readDraft(key)).toBeNull()
})
