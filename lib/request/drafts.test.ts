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

test('returns a draft to the member, the form and the place it was written for, and to no other', async () => {
  expect(await saveDraft('post', post('Half a thought 🐦'))).toBe('kept')
  expect(await readDraft(key)).toEqual({ body: 'Half a thought 🐦' })
  for (const other of [{ member: 8 }, { member: 0 }, { form: 'edit-post' }, { place: '/explore' }])
    expect(await readDraft({ ...key, ...other })).toBeNull()
})

test('keeps one draft for each form, the newest text of each', async () => {
  await saveDraft('post', post('At home'))
  await saveDraft('post', post('A reply', 'reply-to-3'))
  await saveDraft('message', post('Hello', 'to-9'))
  await saveDraft('post', post('At home, later'))
  expect(await readDraft(key)).toEqual({ body: 'At home, later' })
  expect(await readDraft({ ...key, place: 'reply-to-3' })).toEqual({ body: 'A reply' })
  expect(await readDraft({ member: 7, form: 'message', place: 'to-9' })).toEqual({ body: 'Hello' })
})

test('drops the draft of the form that was sent, and leaves those of other forms and members', async () => {
  await saveDraft('post', post('Mine'))
  await saveDraft('post', post('Theirs', '/', 8))
  await saveDraft('edit-post', post('An edit', '/posts/1/edit'))
  await deleteDraft(draftKeyOf('post', sent(post('Mine'))))
  expect(await readDraft(key)).toBeNull()
  expect(await readDraft({ ...key, member: 8 })).toEqual({ body: 'Theirs' })
  expect(await readDraft({ member: 7, form: 'edit-post', place: '/posts/1/edit' })).toEqual({
    body: 'An edit',
  })
  await deleteAllDrafts()
  expect(request.cookies.has(draftCookie)).toBe(false)
})

describe('a cookie that is full', () => {
  test('gives up the oldest drafts for the newest', async () => {
    for (const place of ['a', 'b', 'c', 'd']) await saveDraft('post', post('x'.repeat(1000), place))
    expect(request.cookies.get(draftCookie)?.length).toBeLessThanOrEqual(3800)
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map((place) => readDraft({ ...key, place })))
    expect(kept.map((draft) => draft !== null)).toEqual([false, false, true, true])
  })

  test('refuses a draft that does not fit alone, and keeps the others', async () => {
    await saveDraft('post', post('Short', 'reply-to-3'))
    expect(await saveDraft('post', post('x'.repeat(4000)))).toBe('too-long')
    expect(await readDraft({ ...key, place: 'reply-to-3' })).toEqual({ body: 'Short' })
  })
})

test('keeps the fields of an account, and never a password', async () => {
  const typed = { username: 'ann', displayName: 'Ann', email: 'ann@example.com', aboutMe: 'Me' }
  await saveDraft('account', { ...post(''), ...typed, current: 'secret', password: 'secret' })
  expect(await readDraft({ member: 7, form: 'account', place: '/' })).toEqual(typed)
})

test.each([
  ['follow', post('')],
  ['post', { body: 'Of nobody' }],
  ['post', post('Of a guest', '/', 0)],
  ['post', { ...post('Of nonsense'), draftMember: 'x' }],
])('keeps nothing of %s with %j', async (form, values) => {
  expect(await saveDraft(form, values)).toBe('nothing')
  expect(request.cookies.size).toBe(0)
})

test.each([
  ['made for something else', () => sign('flash', [{ ...key, values: { body: 'x' } }])],
  ['of another shape', () => sign('draft', { form: 'post', values: { body: 'x' } })],
  ['unsigned', () => Buffer.from('[]').toString('base64url')],
])('a cookie that is %s holds no draft', async (_, value) => {
  request.cookies.set(draftCookie, value())
  expect(await readDraft(key)).toBeNull()
})
