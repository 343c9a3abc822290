import { expect, onTestFinished, test, vi } from 'vitest'
import { respondWithExport } from '../api/export-download'
import { blockUser } from '../blocks/mutations'
import { bookmarkPost } from '../bookmarks/mutations'
import { db, transaction } from '../db/db'
import { startExport } from '../exports/mutations'
import { listExports } from '../exports/queries'
import { followUser } from '../follows/mutations'
import { likePost } from '../likes/mutations'
import { sendMessage } from '../messages/mutations'
import { editPost } from '../posts/mutations'
import { storage } from '../storage/storage'
import { requestDeletion } from '../testing/account-deletion'
import { insertPosts, mailsTo, runExports } from '../testing/exports'
import { aPost, aViewer } from '../testing/factories'
import { makeDue } from '../testing/jobs'
import { unzip } from '../testing/unzip'
import type { Viewer } from '../viewer'

async function archiveOf(viewer: Viewer, locale = 'en') {
  const id = await startExport(viewer, 'archive', locale)
  await runExports()
  const response = await respondWithExport(viewer, id)
  const files = await unzip(new Uint8Array(await response.arrayBuffer()))
  const json = (name: string) => JSON.parse(String(files.get(`data/${name}.json`)))[name]
  return { response, files, json }
}

test('an archive contains everything of the account as JSON', async () => {
  const [ann, bob, eve] = [
    await aViewer({ username: 'ann', displayName: 'Ann', aboutMe: 'Hello <b>' }),
    await aViewer({ username: 'bob' }),
    await aViewer({ username: 'eve' }),
  ]
  const own = await aPost(ann, 'first version')
  await editPost(ann, { id: own.id, body: 'second version' })
  const foreign = await aPost(bob, 'by bob')
  const hidden = await aPost(eve, 'by eve')
  const reply = await aPost(ann, 'a reply', { replyTo: foreign.id })
  for (const { id } of [foreign, hidden]) await likePost(ann, id)
  await bookmarkPost(ann, foreign.id)
  await followUser(ann, 'bob')
  await followUser(bob, 'ann')
  await sendMessage(ann, { to: 'bob', body: 'hi bob' })
  await sendMessage(bob, { to: 'ann', body: 'hi ann' })
  await sendMessage(bob, { to: 'eve', body: 'not of ann' })
  await blockUser(eve, 'ann')

  const { response, json } = await archiveOf(ann)
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="archive.zip"')
  expect(json('profile')).toMatchObject([
    { username: 'ann', displayName: 'Ann', email: 'ann@example.com', aboutMe: 'Hello <b>' },
  ])
  expect(json('posts')).toMatchObject([
    { id: reply.id, body: 'a reply', replyToId: foreign.id, history: [] },
    { id: own.id, body: 'second version', history: [{ body: 'first version' }] },
  ])
  expect(json('posts')[0].createdAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(json('messages')).toMatchObject([
    { from: 'bob', to: 'ann', body: 'hi ann' },
    { from: 'ann', to: 'bob', body: 'hi bob' },
  ])
  expect(json('likes')).toMatchObject([{ postId: foreign.id, author: 'bob', body: 'by bob' }])
  expect(json('bookmarks')).toMatchObject([{ postId: foreign.id, author: 'bob' }])
  expect(json('following')).toMatchObject([{ username: 'bob' }])
  expect(json('followers')).toMatchObject([{ username: 'bob' }])
})

test('an archive contains the picture, and a page in the language of the member', async () => {
  const ann = await aViewer({ avatar: 'abc' })
  const picture = new Uint8Array(2000).fill(7)
  await storage.put('avatars/abc-400.webp', picture, 'image/webp')
  const { files } = await archiveOf(ann, 'es')
  expect(new Uint8Array(files.get('media/picture.webp') ?? [])).toEqual(picture)
  const page = String(files.get('index.html'))
  expect(page).toMatch(/^<!doctype html>\n<html lang="es">/)
  expect(page).toContain('Archivo de la cuenta')
  // Nothing is loaded from elsewhere.
  expect(page).not.toMatch(/https?:|src="|href="/)
})

test('each list of several pages contains every entry once', async () => {
  const ann = await aViewer()
  await insertPosts(ann.id, 1300)
  const { json, files } = await archiveOf(ann)
  const bodies = json('posts').map(({ body }: { body: string }) => body)
  expect(bodies).toEqual(Array.from({ length: 1300 }, (_, at) => `post ${1299 - at}`))
  expect(String(files.get('view/posts.js')).match(/^add\(/gm)).toHaveLength(3)
  expect(await listExports(ann)).toMatchObject([{ kind: 'archive', state: 'ready', percent: 100 }])
})

test('the mail about an archive has no attachment', async () => {
  const ann = await aViewer()
  await archiveOf(ann)
  const [mail = ''] = await mailsTo(ann)
  expect(mail).toMatch(/^Subject: Your account archive\r$/m)
  expect(mail).toContain('http://localhost:3000/account')
  expect(mail).not.toContain('attachment')
})

test('an error while reading fails the export and leaves no file', async () => {
  const ann = await aViewer()
  await aPost(ann)
  const id = await startExport(ann, 'archive', 'en')
  const read = vi.spyOn(db.postRevision, 'findMany').mockRejectedValue(new Error('unreadable'))
  onTestFinished(() => read.mockRestore())
  for (let attempt = 0; attempt < 3; attempt++) {
    await runExports()
    await makeDue()
  }
  expect(await listExports(ann)).toMatchObject([{ state: 'failed' }])
  expect(await storage.get(`exports/${id}.zip`)).toBeNull()
  expect(await transaction((tx) => tx.job.count({ where: { lastError: 'unreadable' } }))).toBe(1)
})

test('an archive does not name members who are deleting their account', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  await followUser(ann, 'bob')
  await sendMessage(bob, { to: 'ann', body: 'Hello' })
  await requestDeletion(bob)
  const { json } = await archiveOf(ann)
  expect(json('following')).toEqual([])
  expect(json('messages')).toMatchObject([{ from: `deleted_${bob.id}`, to: 'ann', body: 'Hello' }])
})
