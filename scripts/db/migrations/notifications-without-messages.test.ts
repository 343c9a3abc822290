import { expect, test } from 'vitest'
import { emptyDatabase } from '../../../lib/testing/empty-database'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { upgradeDatabase } from './upgrade'

const database = emptyDatabase()

/** Ann has notifications of a like and a message by Bob, and Bob of a message. Both have opt-outs. */
const rows = `
  INSERT INTO users (id, username, username_key, email, email_key) VALUES
    (1, 'ann', 'ann', 'a@b.cd', 'a@b.cd'), (2, 'bob', 'bob', 'b@b.cd', 'b@b.cd');
  INSERT INTO posts (id, author_id, body, created_at) VALUES (5, 1, 'Herons', '2026-01-01');
  INSERT INTO messages (id, sender_id, recipient_id, body, created_at) VALUES (3, 2, 1, 'Hello', '2026-01-02');
  INSERT INTO notifications (id, user_id, kind, subject_id, post_id, updated_at) VALUES
    (11, 1, 'like', 5, 5, '2026-01-02'), (12, 1, 'message', 2, NULL, '2026-01-02'),
    (13, 2, 'message', 1, NULL, '2026-01-02');
  INSERT INTO notification_actors (notification_id, actor_id, created_at) VALUES
    (11, 2, '2026-01-02'), (12, 2, '2026-01-02'), (13, 1, '2026-01-02');
  INSERT INTO notification_opt_outs (user_id, kind) VALUES (1, 'message'), (1, 'follow'), (2, 'message');
  INSERT INTO signals (user_id, name, subject, payload, position) VALUES
    (1, 'unread_notification_count', '', '1', 1), (1, 'unread_message_count', '', '1', 2);`

const valuesOf = async (sql: string) => (await database.query(sql)).map((row) => Object.values(row).join(' '))

const contents = async () => ({
  notifications: await valuesOf('SELECT id, kind FROM notifications ORDER BY id'),
  actors: await valuesOf('SELECT notification_id, actor_id FROM notification_actors ORDER BY 1'),
  optOuts: await valuesOf('SELECT user_id, kind FROM notification_opt_outs ORDER BY 1, 2'),
  messages: await valuesOf('SELECT id, body FROM messages'),
  signals: await valuesOf('SELECT name, payload FROM signals ORDER BY position'),
})

const kept = {
  notifications: ['11 like'],
  actors: ['11 2'],
  optOuts: ['1 follow'],
  messages: ['3 Hello'],
  signals: ['unread_notification_count 1', 'unread_message_count 1'],
}

const insertMessageKind = () =>
  database.execute(
    `INSERT INTO notifications (id, user_id, kind, subject_id, updated_at) VALUES (14, 1, 'message', 2, '2026-01-03')`,
  )

test('the migration deletes message notifications and their opt-outs, and keeps all other rows', async () => {
  await upgradeDatabase(database.url, { to: 'released_usernames' })
  await database.execute(rows)
  expect(await upgradeDatabase(database.url)).toContain('20261126141543_notifications_without_messages')
  expect(await contents()).toEqual(kept)
  await expect(insertMessageKind()).rejects.toThrow()
  expect(await checkDatabase(database.url)).toEqual([])
})

test('the down migration allows message notifications again and keeps all rows', async () => {
  await upgradeDatabase(database.url, { to: 'released_usernames' })
  await database.execute(rows)
  await upgradeDatabase(database.url)
  await downgradeDatabase(database.url, { to: 'released_usernames' })
  expect(await contents()).toEqual(kept)
  await insertMessageKind()
  expect(await valuesOf('SELECT kind FROM notifications ORDER BY id')).toEqual(['like', 'message'])
})
