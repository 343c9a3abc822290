import { describe, expect, test } from 'vitest'
import { databaseUrl } from '../env'
import { withConnection } from './connection'

/** Runs plain SQL, without Prisma and our own validation. */
const run = (sql: string) => withConnection(databaseUrl, (connection) => connection.execute(sql))

describe('the database rejects', () => {
  const user = (values: Record<string, string | number> = {}) => insert('users', { ...validUser, ...values })
  const validUser = { username: 'Ann', username_key: 'ann', email: 'a@b.example', email_key: 'a@b.example' }

  const insert = (table: string, values: Record<string, string | number>) =>
    run(
      `INSERT INTO ${table} (${Object.keys(values)}) VALUES (${Object.values(values).map((value) =>
        typeof value === 'number' ? value : `'${value}'`,
      )})`,
    )

  test.each([
    ['a username that is too short', 'users_username_length', { username: 'a', username_key: 'a' }],
    [
      'a username that is too long',
      'users_username_length',
      { username: 'a'.repeat(31), username_key: 'a'.repeat(31) },
    ],
    ['a username with a dot', 'users_username_alphabet', { username: 'a.b', username_key: 'a.b' }],
    ['a username with a newline', 'users_username_alphabet', { username: 'ab\n', username_key: 'ab\n' }],
    ['a non-ASCII username', 'users_username_alphabet', { username: 'añb', username_key: 'añb' }],
    ['a username key in upper case', 'users_username_key_lower', { username_key: 'Ann' }],
    ['a display name that is too long', 'users_display_name_length', { display_name: 'x'.repeat(51) }],
    ['an email address that is too short', 'users_email_length', { email: 'a@' }],
    ['an email address that is too long', 'users_email_length', { email: 'x'.repeat(121) }],
    ['an about-me text that is too long', 'users_about_me_length', { about_me: 'x'.repeat(161) }],
    ['an unknown role', 'users_role_known', { role: 'owner' }],
    ['a negative counter', 'users_counters', { post_count: -1 }],
  ])('%s', async (_, constraint, values) => {
    await expect(user(values)).rejects.toThrow(constraint)
  })

  test('self-follows, empty or oversized posts and empty tags', async () => {
    await user({ id: 1, about_me: '🐦'.repeat(160) })
    await expect(insert('follows', { follower_id: 1, followed_id: 1 })).rejects.toThrow('follows_not_oneself')
    await expect(insert('posts', { author_id: 1, body: '' })).rejects.toThrow('posts_body_length')
    await expect(insert('posts', { author_id: 1, body: 'x'.repeat(10_001) })).rejects.toThrow(
      'posts_body_length',
    )
    await insert('posts', { id: 1, author_id: 1, body: '🐦'.repeat(10_000) })
    const created_at = '2026-01-01 00:00:00'
    await expect(insert('post_tags', { tag: '', post_id: 1, created_at })).rejects.toThrow(
      'post_tags_tag_length',
    )
  })
})
