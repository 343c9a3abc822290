import { beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../db/db'
import { deletePostAction } from '../deletions/actions'
import { followAction, unfollowAction } from '../follows/actions'
import { flashCookie } from '../http/cookies'
import { createPostAction, editPostAction } from '../posts/actions'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePasswordAction, logInAction, revokeSessionAction } from '../sessions/actions'
import { aPost, aUser, aViewer, testPassword } from '../testing/factories'
import { formOf, logIn, redirectOf, script } from '../testing/forms'
import { newRequest, request } from '../testing/next'
import { removePictureAction, signUpAction, updateAccountAction } from '../users/actions'
import type { FormAction } from './form-state'

vi.mock('next/headers', () => import('../testing/next'))
vi.mock('next/navigation', () => import('../testing/next'))
vi.mock('next/cache', () => import('../testing/next'))
vi.mock('./auth', () => ({ providers: [] }))

beforeEach(async () => {
  await resetLimits()
  newRequest()
})

describe('every action of a user', () => {
  const actions: [string, FormAction, Record<string, string>][] = [
    ['post', createPostAction, { body: 'Hello' }],
    ['edit-post', editPostAction, { id: '1', body: 'changed' }],
    ['delete-post', deletePostAction, { id: '1' }],
    ['follow', followAction, { username: 'ann' }],
    ['unfollow', unfollowAction, { username: 'bob' }],
    ['account', updateAccountAction, { username: 'eve', email: 'eve@example.com' }],
    [
      'password',
      changePasswordAction,
      { current: testPassword, password: 'five small wrens', repeat: 'five small wrens' },
    ],
    ['remove-picture', removePictureAction, {}],
    ['revoke-session', revokeSessionAction, { session: '1' }],
  ]
  const readAllRows = async () => [
    await db.user.findMany(),
    await db.post.findMany(),
    await db.follow.findMany(),
    await db.session.findMany(),
  ]

  async function addRows() {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aUser({ username: 'bob' })]
    expect((await aPost(ann)).id).toBe(1)
    await db.$transaction([db.follow.create({ data: { followerId: ann.id, followedId: bob.id } })])
  }

  test.each(actions)(
    '%s by a guest changes nothing and redirects to the log-in page [FOL-09, SEC-14]',
    async (_, action, fields) => {
      await addRows()
      const before = await readAllRows()
      for (const mode of [{}, script]) {
        const referer = 'https://roost.example/users/ann?before=1-2'
        newRequest({ headers: { referer, ...mode }, cookies: { 'roost.session': 'x'.repeat(43) } })
        expect(await redirectOf(action(null, formOf(fields)))).toBe(
          '/login?next=%2Fusers%2Fann%3Fbefore%3D1-2',
        )
      }
      expect(await readAllRows()).toEqual(before)
    },
  )

  test.each(actions.slice(1, 3))(
    '%s by another user is forbidden and changes nothing [SEC-14]',
    async (_, action, fields) => {
      await addRows()
      const before = await db.post.findMany()
      await logIn(script)
      expect(await action(null, formOf(fields))).toMatchObject({ ok: false, code: 'forbidden' })
      expect(await action(null, formOf({ ...fields, id: '99' }))).toMatchObject({
        ok: false,
        code: 'not-found',
      })
      await logIn()
      expect(await redirectOf(action(null, formOf(fields)))).toBe('/forbidden')
      expect(await redirectOf(action(null, formOf({ ...fields, id: 'x' })))).toBe('404')
      expect(await db.post.findMany()).toEqual(before)
    },
  )
})

test('following oneself or an unknown user redirects to a page with a message [FOL-04, FOL-05]', async () => {
  const { username } = await logIn({ referer: 'https://roost.example/explore' })
  expect(await redirectOf(followAction(null, formOf({ username: 'nobody' })))).toBe('/')
  expect(await redirectOf(followAction(null, formOf({ username })))).toBe('/explore')
  const [packed = ''] = (request.cookies.get(flashCookie) ?? '').split('.')
  const flashes = JSON.parse(Buffer.from(packed, 'base64url').toString())
  expect(flashes.map((flash: { key: string; category: string }) => [flash.category, flash.key])).toEqual([
    ['danger', 'noSuchMember'],
    ['danger', 'notYourself'],
  ])
  expect(await db.follow.count()).toBe(0)
})

test.each<[string, FormAction, string[], boolean]>([
  ['log-in', logInAction, ['password'], false],
  ['sign-up', signUpAction, ['password', 'repeat'], false],
  ['password', changePasswordAction, ['current', 'password', 'repeat'], true],
  ['account', updateAccountAction, ['current'], true],
])('%s never returns a password', async (_, action, secretFields, needsSession) => {
  if (needsSession) await logIn(script)
  const passwords = Object.fromEntries(secretFields.map((field) => [field, '']))
  const state = await action(null, formOf({ ...passwords, username: '!', aboutMe: 'text' }))
  expect(state).toMatchObject({ ok: false, code: 'invalid' })
  expect(state?.values).toEqual({ username: '!', aboutMe: 'text' })
})

test.each([undefined, null, Number.NaN, 'text', {}, []])(
  'an action that is called with %s instead of a form is refused as incomplete',
  async (given) => {
    const form = given as unknown as FormData
    expect(await logInAction(null, form)).toMatchObject({ ok: false, code: 'invalid' })
    expect(await signUpAction(null, form)).toMatchObject({ ok: false, code: 'invalid' })
  },
)
