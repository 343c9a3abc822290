import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { transaction } from '../db/db'
import { env } from '../env'
import { followUser } from '../follows/mutations'
import { likePost } from '../likes/mutations'
import { aSubscriber, sendDigests } from '../testing/digests'
import { aPost, aViewer } from '../testing/factories'
import { readMails } from '../testing/mailbox'
import { send } from '../testing/messages'
import { changeSettings } from '../testing/settings'
import { getSubscriptionStatus } from './queries'

const mails = () => readMails(env.DATA_DIR)

beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

describe('the mail', () => {
  test('has the numbers of what is unread and who it is from, and no message', async () => {
    changeSettings({ APP_URL: 'https://roost.example' })
    const ann = await aSubscriber({ username: 'ann', email: 'ann@example.com' })
    const [bob, eve] = [
      await aViewer({ username: 'bob', displayName: 'Bobby' }),
      await aViewer({ username: 'eve' }),
    ]
    const { id } = await aPost(ann, 'A post')
    for (const viewer of [bob, eve]) await likePost(viewer, id)
    await followUser(bob, 'ann')
    for (const text of ['very private', 'also private']) await send(bob, ann, text)
    await send(eve, ann, 'private as well')
    await sendDigests()

    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'Your unread notifications and messages' })
    const text = mail?.text.replace(/[\u2068\u2069]/g, '') ?? ''
    expect(text).toContain(
      'Unread notifications: 2\n\nBobby follows you\n\neve and one other liked your post\n',
    )
    expect(text).toContain('Unread messages: 3\n\nThe latest are from eve and Bobby.\n')
    for (const part of [text, mail?.html ?? '']) expect(part).not.toMatch(/private|A post/)
    const link = /https:\/\/roost\.example\/unsubscribe\/[\w.-]+/.exec(text)?.[0] ?? ''
    for (const url of ['https://roost.example/notifications', 'https://roost.example/messages', link]) {
      expect(text).toContain(`:\n${url}\n`)
      expect(mail?.html).toContain(`<a href="${url}"`)
    }
    const headers = mail?.source.replace(/\r\n[ \t]+/g, ' ').split('\r\n') ?? []
    expect(headers).toContain(`List-Unsubscribe: <${link}>`)
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(await getSubscriptionStatus(link.split('/').at(-1) ?? '')).toEqual({
      username: 'ann',
      isSubscribed: true,
    })
  })

  test.each([
    ['es', 'Mensajes sin leer: 1', 'ltr'],
    ['ar', 'الرسائل غير المقروءة: 1', 'rtl'],
    ['xx', 'Unread messages: 1', 'ltr'],
  ])('is in the language of the member: %s', async (locale, line, direction) => {
    const ann = await aSubscriber({ locale, frequency: 'weekly' })
    await send(await aViewer(), ann)
    await sendDigests()
    const [mail] = await mails()
    expect(mail?.text).toContain(line)
    expect(mail?.text).not.toContain('/notifications')
    expect(mail?.html).toMatch(new RegExp(`dir="${direction}"`))
  })

  test('names at most five of the latest, and counts up to 99', async () => {
    const ann = await aSubscriber()
    const { id } = await aPost(ann)
    const now = Date.now()
    await transaction((tx) =>
      tx.notification.createMany({
        data: Array.from({ length: 110 }, (_, at) => ({
          ...{ userId: ann.id, kind: 'export', subjectId: at, postId: id },
          updatedAt: new Date(now + at),
        })),
      }),
    )
    for (let count = 0; count < 7; count++) await send(await aViewer({ username: `sender_${count}` }), ann)
    await sendDigests()
    const [mail] = await mails()
    expect(mail?.text).toContain('Unread notifications: 99+\n')
    expect(mail?.text).toContain('Unread messages: 7\n')
    expect(mail?.text.match(/sender_\d/g)).toEqual([6, 5, 4, 3, 2].map((at) => `sender_${at}`))
  })
})
