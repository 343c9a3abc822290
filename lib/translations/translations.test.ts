import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { blockUser } from '../blocks/mutations'
import { db } from '../db/db'
import { deletePost, restorePost } from '../deletions/mutations'
import { editPost } from '../posts/mutations'
import { saveKnownLanguages } from '../preferences/mutations'
import { knownLanguagesInput } from '../preferences/schema'
import { eventually } from '../testing/eventually'
import { aPost, aUser, aViewer, viewerOf } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { startTranslationServer, type TranslationServer } from '../testing/translation-server'
import type { Viewer } from '../viewer'
import { createTranslation } from './mutations'
import { canOfferTranslation } from './policy'

let server: TranslationServer
let ann: Viewer
let bob: Viewer
beforeEach(async () => {
  server = await startTranslationServer()
  changeSettings({ TRANSLATE_URL: server.url })
  ann = await aViewer()
  bob = await aViewer()
})
afterEach(() => server.stop())

const body = 'Heute Abend gibt es im Garten Suppe.'
const inEnglish = { ok: true, text: `de>en: ${body.toUpperCase()}` }
const translate = (post: number, to = 'en', viewer = bob) =>
  createTranslation(viewer, { post, dest_language: to })
const stored = () => db.postTranslation.findMany({ omit: { createdAt: true, revisedAt: true } })

describe('the translation of a post', () => {
  test('is requested once per language and stored', async () => {
    const { id } = await aPost(ann, body)
    for (const viewer of [bob, bob, ann]) expect(await translate(id, 'en', viewer)).toEqual(inEnglish)
    expect(await translate(id, 'es')).toMatchObject({ text: expect.stringMatching(/^de>es/) })
    expect(server.received).toHaveLength(2)
    expect(await stored()).toHaveLength(2)
  })

  test('is requested again after an edit', async () => {
    const { id } = await aPost(ann, body)
    await translate(id)
    await editPost(ann, { id, body: 'Ce soir il y a de la soupe dans le jardin.' })
    expect(await stored()).toEqual([])
    expect(await translate(id)).toMatchObject({ text: expect.stringMatching(/^fr>en: CE SOIR/) })
  })

  test('is not stored when the post is edited while the service works', async () => {
    const { id } = await aPost(ann, body)
    server.behave('hold')
    const translation = translate(id)
    await eventually(() => expect(server.received).toHaveLength(1))
    await editPost(ann, { id, body: 'Morgen gibt es im Garten Kuchen für alle.' })
    server.release()
    expect(await translation).toEqual(inEnglish)
    expect(await stored()).toEqual([])
  })

  test('is deleted with the post, also when a placeholder stays, and is not part of its restoration', async () => {
    const [single, answered] = [await aPost(ann, body), await aPost(ann, body)]
    await aPost(bob, 'ok', { replyTo: answered.id })
    for (const { id } of [single, answered]) {
      await translate(id)
      await deletePost(ann, id)
    }
    expect(await stored()).toEqual([])
    expect(await db.post.findUnique({ where: { id: answered.id } })).toMatchObject({ language: '' })
    for (const { id } of [single, answered]) {
      await restorePost(ann, id)
      expect(await db.post.findUnique({ where: { id } })).toMatchObject({ language: 'de' })
      expect(await translate(id)).toEqual(inEnglish)
    }
  })

  test('is not stored after a failure', async () => {
    const { id } = await aPost(ann, body)
    server.behave('error')
    expect(await translate(id)).toEqual({ ok: false, code: 'failed' })
    expect(await stored()).toEqual([])
    server.behave('translate')
    expect(await translate(id)).toEqual(inEnglish)
  })

  test('needs no service for its own language', async () => {
    const { id } = await aPost(ann, body)
    expect(await translate(id, 'de')).toEqual({ ok: true, text: body })
    expect(server.received).toEqual([])
  })

  test('is refused for posts that the viewer may not see, and without a known language [TRA-06]', async () => {
    const [deleted, unknown, blocked] = [
      await aPost(ann, body),
      await aPost(ann, 'ok'),
      await aPost(ann, body),
    ]
    await deletePost(ann, deleted.id)
    await expect(translate(deleted.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(translate(unknown.id)).rejects.toMatchObject({ code: 'invalid' })
    await blockUser(ann, bob.username)
    await expect(translate(blocked.id)).rejects.toMatchObject({ code: 'not-found' })
    expect(server.received).toEqual([])
  })
})

test.each<[boolean, string | undefined, string, string[]]>([
  [true, 'de', 'en', []],
  [true, 'pt', 'es', ['en']],
  [false, 'en', 'en', []],
  [false, 'pt', 'pt-BR', []],
  [false, 'pt-BR', 'pt', []],
  [false, 'de', 'en', ['es', 'de']],
  [false, undefined, 'en', []],
  [false, '', 'en', []],
])(
  'whether to offer a translation is %s for %s on a page in %s to a reader of %j [TRA-02]',
  (expected, ...args) => {
    expect(canOfferTranslation(...args)).toBe(expected)
  },
)

test('a member chooses languages, in any session [TRA-02]', async () => {
  const { id } = await aUser()
  const viewer = await viewerOf(id)
  expect(viewer.languages).toEqual([])
  await saveKnownLanguages(viewer, knownLanguagesInput.parse({ de: 'on', zh: 'on', xx: 'on', fr: 'off' }))
  expect((await viewerOf(id)).languages).toEqual(['de', 'zh'])
  await saveKnownLanguages(viewer, knownLanguagesInput.parse({}))
  expect((await viewerOf(id)).languages).toEqual([])
})
