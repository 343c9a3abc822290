import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { db } from '../db/db'
import { limits } from '../limits'
import { changePassword } from '../sessions/mutations'
import { pictureFile } from '../storage/pictures'
import { storage } from '../storage/storage'
import { aUser, aViewer, testClient, testPassword, viewerOf, viewerOfToken } from '../testing/factories'
import { naughtyStrings } from '../testing/naughty-strings'
import type { Viewer } from '../viewer'
import { removeProfilePicture, saveLocale, updateAccount } from './mutations'
import { getAccount, getUser } from './queries'
import { type AccountInput, accountInput } from './schema'

async function save(viewer: Viewer, change: Partial<AccountInput>, upload: Blob | null = null) {
  const { hasPassword: _, ...before } = await getAccount(viewer)
  await updateAccount(viewer, accountInput.parse({ ...before, ...change }), upload)
  return getAccount(viewer)
}

const picture = async () => {
  const create = { width: 20, height: 20, channels: 3, background: 'teal' } as const
  return new Blob([new Uint8Array(await sharp({ create }).png().toBuffer())])
}
const avatarOf = async (viewer: Viewer) =>
  (await db.user.findUniqueOrThrow({ where: { id: viewer.id } })).avatar ?? ''
const isStored = async (name: string) =>
  Promise.all(limits.picture.sizes.map(async (size) => (await storage.get(pictureFile(name, size))) !== null))
const everySize = (value: boolean) => limits.picture.sizes.map(() => value)

async function storedFiles() {
  const names: string[] = []
  for await (const name of storage.list()) names.push(name)
  return names.sort()
}

const emptyStorage = async () => {
  for (const name of await storedFiles()) await storage.remove(name)
}

const filesOf = (name: string) => limits.picture.sizes.map((size) => pictureFile(name, size)).sort()

describe('the account form', () => {
  test('accepts the current values of the user, in any case [ACC-02, PRO-11]', async () => {
    const ann = await aViewer({ username: 'Ann', email: 'Ann@example.com', aboutMe: 'Birds' })
    expect(await save(ann, {})).toMatchObject({ username: 'Ann', email: 'Ann@example.com', aboutMe: 'Birds' })
    expect(await save(ann, { username: 'ANN', email: 'ann@EXAMPLE.com' })).toMatchObject({ username: 'ANN' })
  })

  test.each([
    [{ username: 'BOB' }, { username: 'username.taken' }],
    [{ email: 'BOB@example.com' }, { email: 'email.taken' }],
    [
      { username: 'bob', email: 'bob@example.com' },
      { username: 'username.taken', email: 'email.taken' },
    ],
  ])('reports that %j is taken, and changes nothing [ACC-03, PRO-11]', async (change, fieldErrors) => {
    await aUser({ username: 'Bob', email: 'Bob@example.com' })
    const ann = await aViewer({ username: 'ann', aboutMe: 'Before' })
    await expect(save(ann, { ...change, aboutMe: 'After' })).rejects.toMatchObject({
      code: 'conflict',
      fieldErrors,
    })
    expect(await getAccount(ann)).toMatchObject({ username: 'ann', aboutMe: 'Before' })
  })

  test('assigns a username to one of two concurrent requests [ACC-03]', async () => {
    const both = await Promise.all([aViewer(), aViewer()])
    const saved = await Promise.allSettled(both.map((viewer) => save(viewer, { username: 'wanted' })))
    const reasons = saved.flatMap((one) => (one.status === 'rejected' ? [one.reason.fieldErrors] : []))
    expect(reasons).toEqual([{ username: 'username.taken' }])
  })

  test('applies a new username immediately and releases the old one', async () => {
    const ann = await aViewer({ username: 'ann' })
    await save(ann, { username: 'Anna' })
    expect((await viewerOf(ann.id)).username).toBe('Anna')
    expect(await getUser(null, 'ann')).toBeNull()
    expect((await getUser(null, 'ANNA'))?.username).toBe('Anna')
    await aUser({ username: 'ann', email: 'second@example.com' })
  })

  test('limits the description to the same number of code points as the database [PRO-09]', async () => {
    const ann = await aViewer()
    const longest = '👩‍🚀'.repeat(53).concat('é')
    expect([...longest]).toHaveLength(limits.aboutMe.max)
    expect((await save(ann, { aboutMe: longest })).aboutMe).toBe(longest)
    await expect(save(ann, { aboutMe: `${longest}x` })).rejects.toThrow('aboutMe.tooLong')
    await expect(aUser({ aboutMe: `${longest}x` })).rejects.toThrow()
  })

  test('stores naughty strings unchanged, or rejects them with an error on the field', async () => {
    const ann = await aViewer()
    for (const text of naughtyStrings) {
      for (const field of ['displayName', 'aboutMe'] as const) {
        const input = accountInput.safeParse({ username: ann.username, email: 'a@b.example', [field]: text })
        if (!input.success) expect(input.error.issues.every((issue) => issue.path[0] === field)).toBe(true)
        else expect((await save(ann, { [field]: text }))[field]).toBe(text.replace(/\r\n?/g, '\n').trim())
      }
    }
  })
})

describe('the picture', () => {
  test('replaces the previous one, whose files are deleted [ACC-09]', async () => {
    const ann = await aViewer()
    await save(ann, {}, await picture())
    const first = await avatarOf(ann)
    expect(await isStored(first)).toEqual(everySize(true))
    await save(await viewerOf(ann.id), {}, await picture())
    expect(await avatarOf(ann)).not.toBe(first)
    expect([await isStored(first), await isStored(await avatarOf(ann))]).toEqual([
      everySize(false),
      everySize(true),
    ])
  })

  test('is removed with its files, which is idempotent [ACC-08]', async () => {
    const ann = await aViewer()
    await save(ann, {}, await picture())
    const name = await avatarOf(ann)
    await removeProfilePicture(ann)
    expect([await avatarOf(ann), await isStored(name)]).toEqual(['', everySize(false)])
    await removeProfilePicture(ann)
    expect(await avatarOf(ann)).toBe('')
    expect((await viewerOf(ann.id)).avatar).toBeNull()
  })

  test('that is uploaded during a removal is stored with all its files or not at all', async () => {
    const ann = await aViewer()
    for (let round = 0; round < 5; round++) {
      const viewer = await viewerOf(ann.id)
      const upload = await picture()
      await Promise.all([
        save(viewer, {}, upload),
        removeProfilePicture(viewer),
        removeProfilePicture(viewer),
      ])
      const name = await avatarOf(ann)
      if (name) expect(await isStored(name)).toEqual(everySize(true))
    }
  })

  test('is the only one stored after concurrent uploads [ACC-09]', async () => {
    await emptyStorage()
    const ann = await aViewer()
    await save(ann, {}, await picture())
    for (let round = 0; round < 5; round++) {
      const uploads = await Promise.all(Array.from({ length: 4 }, picture))
      // All uploads replace the same picture, as from several open tabs.
      const viewer = await viewerOf(ann.id)
      await Promise.all(uploads.map((upload) => save(viewer, {}, upload)))
      expect(await storedFiles()).toEqual(filesOf(await avatarOf(ann)))
    }
  })

  test('of a form whose username another user takes first is not stored [ACC-09]', async () => {
    await emptyStorage()
    const both = [await aViewer(), await aViewer()]
    const saved = await Promise.allSettled(
      both.map(async (viewer) => save(viewer, { username: 'wanted' }, await picture())),
    )
    expect(saved.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const [name = ''] = (await Promise.all(both.map(avatarOf))).filter(Boolean)
    expect(await storedFiles()).toEqual(filesOf(name))
  })

  test('is kept if the form has none or is rejected', async () => {
    const ann = await aViewer({ avatar: 'old' })
    await save(ann, { aboutMe: 'new' })
    await expect(save(ann, {}, new Blob(['no picture']))).rejects.toMatchObject({
      fieldErrors: { picture: 'picture.format' },
    })
    expect(await avatarOf(ann)).toBe('old')
  })
})

describe('a new password', () => {
  const next = { current: testPassword, password: 'five small wrens', repeat: 'five small wrens' }

  test('ends all other sessions and replaces the old one for log-ins [LOG-14, SEC-13]', async () => {
    const { id, username } = await aUser()
    const [here, , other] = [await viewerOf(id), await viewerOf(id, true), await aViewer()]
    const { token } = await changePassword(here, next)
    expect((await db.session.findMany({ where: { userId: id } })).map((row) => row.id)).toEqual([
      (await viewerOfToken(token)).sessionId,
    ])
    expect(await db.session.count({ where: { userId: other.id } })).toBe(1)
    await expect(authenticate(username, testPassword, testClient.ip)).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    expect(await authenticate(username, next.password, testClient.ip)).toMatchObject({ id })
  })

  test.each([
    ['requires the current one', { current: 'wrong' }, { current: 'current.wrong' }],
    ['requires the current one even if the field is empty', { current: '' }, { current: 'current.wrong' }],
    ['is rejected if it is common', { password: 'password1' }, { password: 'password.common' }],
    ['is rejected if it contains the username', { password: 'WoodPecker99' }, { password: 'password.own' }],
  ])('%s', async (_, change, fieldErrors) => {
    const { id } = await aUser({ username: 'woodpecker' })
    const [here, there] = [await viewerOf(id), await viewerOf(id)]
    await expect(changePassword(here, { ...next, ...change })).rejects.toMatchObject({ fieldErrors })
    expect(await db.session.count({ where: { id: there.sessionId } })).toBe(1)
  })

  test('requires no current password if the account has none', async () => {
    const ann = await aViewer({ username: 'ann', passwordHash: null })
    expect((await getAccount(ann)).hasPassword).toBe(false)
    await changePassword(ann, { ...next, current: '' })
    expect(await authenticate('ann', next.password, testClient.ip)).toMatchObject({ id: ann.id })
  })
})

test('saves the selected language to the account', async () => {
  const ann = await aViewer()
  await saveLocale(ann, 'es')
  expect((await viewerOf(ann.id)).locale).toBe('es')
})
