import type { WrittenMail } from '../lib/mail/written-mails'
import { changeRows, readValue } from './database'
import { expect } from './fixtures'
import { receiveMail } from './mail'
import type { Account } from './plain-http'

/** A time as Prisma writes it to SQLite. */
const timeOf = (date: Date) => date.toISOString().replace('Z', '+00:00')

export function verifyEmail({ username }: Account): void {
  changeRows('UPDATE users SET email_verified = ? WHERE username = ?', timeOf(new Date()), username)
}

const ownRow = 'user_id = (SELECT id FROM users WHERE username = ?)'

/** How often a member gets a summary; undefined for never. */
export function frequencyOf({ username }: Account): unknown {
  return readValue(`SELECT frequency FROM digest_subscriptions WHERE ${ownRow}`, username)
}

/** Subscribes a member with a verified address to daily summaries, as the setting does. */
export function subscribe(member: Account): void {
  verifyEmail(member)
  changeRows(
    "INSERT INTO digest_subscriptions (user_id, frequency, due_at) SELECT id, 'daily', ? FROM users WHERE username = ?",
    timeOf(new Date(Date.now() + 86_400_000)),
    member.username,
  )
}

/** Makes the summary of a subscribed member due, who has something unread, and waits for the mail. */
export async function receiveDigest({ username, email }: Account): Promise<WrittenMail> {
  const past = timeOf(new Date(Date.now() - 1000))
  changeRows(`UPDATE digest_subscriptions SET due_at = ? WHERE ${ownRow}`, past, username)
  // Repeated, because a run that is just ending sets when the job runs next.
  await expect
    .poll(() => {
      changeRows("UPDATE jobs SET run_at = ? WHERE kind = 'digests'", past)
      return readValue(`SELECT due_at FROM digest_subscriptions WHERE ${ownRow}`, username) !== past
    })
    .toBe(true)
  return receiveMail(email)
}
