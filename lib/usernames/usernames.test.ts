import { readdirSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { routes } from '../request/routes'
import { aUser, aViewer, viewerOf } from '../testing/factories'
import { signUp, signUpFromProvider, updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { accountInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { isReservedUsername } from './policy'
import { findUsernameProblem } from './queries'

const secret = { password: 'five small wrens', repeat: 'five small wrens' }
const join = (username: string) => signUp({ username, email: `${username}.new@example.com`, ...secret })
const taken = { fieldErrors: { username: 'username.taken' } }
const reserved = { fieldErrors: { username: 'username.reserved' } }
const day = 24 * 60 * 60 * 1000

async function rename(viewer: Viewer, username: string): Promise<void> {
  const { hasPassword: _, ...account } = await getAccount(viewer)
  await updateAccount(viewer, accountInput.parse({ ...account, username }), null)
}

describe('reserved usernames', () => {
  test.each([
    ['admin'],
    ['Admin'],
    ['ADMIN'],
    ['admin1'],
    ['admin_2026'],
    ['_admin_'],
    ['a_d_m_i_n'],
    ['adm1n'],
    ['Adm1n1strator'],
    ['r00t'],
    ['supp0rt'],
    ['moderator'],
    ['api'],
    ['guest'],
    ['roost'],
    ['r00st'],
    ['null'],
    ['everyone'],
  ])('include %s', (username) => expect(isReservedUsername(username)).toBe(true))

  test.each([
    ['susan'],
    ['rooster'],
    ['badminton'],
    ['rooted'],
    ['guesthouse'],
    ['api_lover'],
    ['john_1'],
    ['a1'],
    ['m_0123456789'],
    ['guest_0123456789'],
  ])('do not include %s', (username) => expect(isReservedUsername(username)).toBe(false))

  test('include the first segment of every path, and path segments in the position of a username', () => {
    const pages = routes.flatMap(({ pattern }) => /^\^\\\/([a-z]+)/.exec(pattern.source)?.[1] ?? [])
    const folders = readdirSync('app/(dynamic)', { withFileTypes: true })
      .concat(readdirSync('app', { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && /^[a-z]+$/.test(entry.name))
      .map((entry) => entry.name)
    // Path segments of the API in the position of a username.
    const besideMembers = readdirSync('app/api/users').filter((name) => /^[a-z]+$/.test(name))
    const segments = [...pages, ...folders, ...besideMembers]
    expect(segments).toEqual(
      expect.arrayContaining(['posts', 'users', 'account', 'busy', 'api', 'guest', 'media']),
    )
    expect(segments.filter((segment) => !isReservedUsername(segment))).toEqual([])
  })

  test('are rejected at sign-up and for a rename', async () => {
    await expect(join('Admin_1')).rejects.toMatchObject({ code: 'conflict', ...reserved })
    const susan = await aViewer({ username: 'susan' })
    await expect(rename(susan, 'support')).rejects.toMatchObject({ code: 'conflict', ...reserved })
    expect((await getAccount(susan)).username).toBe('susan')
    expect(await db.user.count()).toBe(1)
  })

  test('can be kept by a user who already has one', async () => {
    const root = await aViewer({ username: 'root' })
    await rename(root, 'ROOT')
    expect((await getAccount(root)).username).toBe('ROOT')
  })

  test('are not assigned at a log-in through a provider', async () => {
    const { id } = await signUpFromProvider('admin', 'a@example.com', 'Ann')
    const { username } = await db.user.findUniqueOrThrow({ where: { id } })
    expect(username).toBe('member_admin')
    expect(isReservedUsername(username)).toBe(false)
    expect((await signUpFromProvider('admin', 'b@example.com', 'Bob')).id).not.toBe(id)
  })
})

describe('a released username', () => {
  let susan: Viewer
  beforeEach(async () => {
    susan = await aViewer({ username: 'Susan', email: 'susan@example.com' })
    await rename(susan, 'susanna')
  })

  test('is not available to other users, in any case', async () => {
    const mary = await aViewer({ username: 'mary' })
    await expect(signUp({ username: 'SUSAN', email: 'x@example.com', ...secret })).rejects.toMatchObject({
      code: 'conflict',
      ...taken,
    })
    await expect(rename(mary, 'susan')).rejects.toMatchObject({ code: 'conflict', ...taken })
    const { id } = await signUpFromProvider('susan', 'y@example.com', '')
    expect((await db.user.findUniqueOrThrow({ where: { id } })).username).toBe('susan2')
  })

  test('is available to its former owner, who then releases the other name', async () => {
    expect(await findUsernameProblem('susan', susan.id)).toBeNull()
    await rename(susan, 'susan')
    expect(await findUsernameProblem('susanna', 0)).toBe('username.taken')
    expect(await db.releasedUsername.findMany({ select: { usernameKey: true } })).toEqual([
      { usernameKey: 'susanna' },
    ])
  })

  test('is available to all users after 30 days, and its row is deleted at the next rename', async () => {
    const { expiresAt } = await db.releasedUsername.findFirstOrThrow()
    expect(Math.abs(expiresAt.getTime() - Date.now() - 30 * day)).toBeLessThan(60_000)
    expect(await findUsernameProblem('susan', 0, new Date(expiresAt.getTime() - 1))).toBe('username.taken')
    expect(await findUsernameProblem('susan', 0, expiresAt)).toBeNull()
    await transaction((tx) => tx.releasedUsername.updateMany({ data: { expiresAt: new Date() } }))
    await join('susan')
    await rename(await aViewer({ username: 'mary' }), 'maria')
    expect(await db.releasedUsername.findMany({ select: { usernameKey: true } })).toEqual([
      { usernameKey: 'mary' },
    ])
  })

  test('stays reserved when the account of its former owner is deleted', async () => {
    await transaction((tx) => tx.user.delete({ where: { id: susan.id } }))
    await expect(join('susan')).rejects.toMatchObject(taken)
  })

  test('is not created by a change of case', async () => {
    await rename(await viewerOf(susan.id), 'SUSANNA')
    expect(await db.releasedUsername.count()).toBe(1)
    expect(await findUsernameProblem('susanna', susan.id)).toBeNull()
  })

  test('becomes available early when its owner releases more than ten', async () => {
    for (let count = 0; count < 11; count++) await rename(susan, `susan_${count}`)
    expect(await db.releasedUsername.count()).toBe(10)
    expect(await findUsernameProblem('susan', 0)).toBeNull()
    expect(await findUsernameProblem('susan_0', 0)).toBe('username.taken')
  })
})

test('a username cannot be taken by a sign-up or rename that is concurrent with its release', async () => {
  let others = 0
  for (let round = 0; round < 5; round++) {
    const name = `heron_${round}`
    const owner = await aViewer({ username: name })
    const other = await aViewer({ username: `other_${round}` })
    let released = false
    const release = rename(owner, `former_${round}`).finally(() => {
      released = true
    })
    const early = Promise.allSettled([join(name), rename(other, name.toUpperCase())])
    do await signUpFromProvider(name, `provider_${others++}@example.com`, '')
    while (!released)
    const late = Promise.allSettled([join(name)])
    await release
    await signUpFromProvider(name, `provider_${others++}@example.com`, '')
    for (const attempt of [...(await early), ...(await late)])
      expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'conflict', ...taken } })
    expect(await db.user.findUnique({ where: { usernameKey: name } })).toBeNull()
  }
})

test('a username that is released twice is reserved for its last owner', async () => {
  const first = await aViewer({ username: 'first' })
  await rename(first, 'first_b')
  await transaction((tx) => tx.releasedUsername.updateMany({ data: { expiresAt: new Date() } }))
  const second = await aUser({ username: 'second' }).then(({ id }) => viewerOf(id))
  await rename(second, 'first')
  await rename(second, 'second')
  expect(await findUsernameProblem('first', first.id)).toBe('username.taken')
  expect(await findUsernameProblem('first', second.id)).toBeNull()
})
