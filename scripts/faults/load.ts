import pg from 'pg'
import { randomFrom } from '../../prisma/seed/random'
import { percentile } from '../bench/statistics'
import { Member, type Outcome } from './member'
import { pause } from './processes'
import type { Report } from './report'

const random = randomFrom(48)

/** Signs members up and lets each write one post. */
export async function createMembers(origin: string, count: number, prefix = 'fault'): Promise<Member[]> {
  const members = Array.from({ length: count }, (_, index) => new Member(origin, `${prefix}_${index + 1}`))
  for (const member of members) {
    await member.signUp()
    await member.post()
  }
  return members
}

export type Load = {
  /** Ends the load and waits for the requests in flight. */
  stop: () => Promise<void>
}

/**
 * Lets members post, like, send messages, read and sign up until it is stopped. Each member has one request in flight.
 * @param think milliseconds between two actions of a member, on average
 */
export function startLoad(members: Member[], posts: number[], think = 300): Load {
  let isRunning = true
  let newcomers = 0
  const act = async (member: Member) => {
    const kind = random.below(20)
    if (kind < 6) return member.post()
    if (kind < 11) return member.message(random.pick(members.filter((other) => other !== member)).username)
    if (kind < 14) return member.like(random.pick(posts))
    if (kind < 15) {
      newcomers += 1
      const newcomer = new Member(member.origin, `new_${process.pid}_${newcomers}`)
      await newcomer.signUp().catch(() => {})
      member.acknowledged.signUps.push(...newcomer.acknowledged.signUps)
      member.outcomes.push(...newcomer.outcomes)
      return
    }
    const path = random.pick(['/', '/explore', '/messages', '/notifications', `/posts/${random.pick(posts)}`])
    await (await member.get(path))?.arrayBuffer().catch(() => null)
  }
  const loops = members.map(async (member) => {
    while (isRunning) {
      await act(member)
      await pause(think / 2 + random.below(think))
    }
  })
  return {
    stop: async () => {
      isRunning = false
      await Promise.all(loops)
    },
  }
}

/** The ids of the posts in the database. */
export async function listPosts(url: string): Promise<number[]> {
  const rows = await query<{ id: number }>(url, 'SELECT id FROM posts ORDER BY id LIMIT 200')
  return rows.map(({ id }) => Number(id))
}

/** Runs one statement on the database, bypassing any proxy. */
export async function query<Row>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Reports whether the database contains every acknowledged write exactly once, and every session. */
export async function reportWrites(report: Report, url: string, members: Member[]): Promise<void> {
  const of = <T>(read: (member: Member) => T[]) => members.flatMap(read)
  const texts = async (table: string) =>
    (await query<{ body: string }>(url, `SELECT body FROM ${table} WHERE body LIKE 'fault %'`)).map(
      ({ body }) => body,
    )
  const [posts, messages] = [await texts('posts'), await texts('messages')]
  const likes = (
    await query<{ username: string; post_id: number }>(
      url,
      'SELECT u.username, l.post_id FROM likes l JOIN users u ON u.id = l.user_id',
    )
  ).map(({ username, post_id }) => `${username} ${post_id}`)
  const users = (await query<{ username: string }>(url, 'SELECT username FROM users')).map(
    ({ username }) => username,
  )
  const wanted = {
    posts: of(({ acknowledged }) => acknowledged.posts),
    messages: of(({ acknowledged }) => acknowledged.messages),
    likes: of(({ acknowledged }) => acknowledged.likes.map(({ username, post }) => `${username} ${post}`)),
    users: of(({ acknowledged }) => acknowledged.signUps),
  }
  const missing = (all: string[], stored: string[]) => {
    const set = new Set(stored)
    return all.filter((one) => !set.has(one)).length
  }
  const lost =
    missing(wanted.posts, posts) +
    missing(wanted.messages, messages) +
    missing(wanted.likes, likes) +
    missing(wanted.users, users)
  const counts = Object.entries(wanted).map(([name, list]) => `${list.length} ${name}`)
  report.add('no acknowledged write is lost', lost === 0, `${lost} lost of ${counts.join(', ')}`)
  const twice = posts.length - new Set(posts).size + (messages.length - new Set(messages).size)
  report.add('no write is stored twice', twice === 0, `${twice} twice`)
  let loggedOut = 0
  for (const member of members) if (!(await member.isLoggedIn())) loggedOut += 1
  report.add('no session is lost', loggedOut === 0, `${loggedOut} of ${members.length}`)
}

/** The outcomes in a period, in milliseconds since 1970. */
export function outcomesBetween(members: Member[], from: number, to: number): Outcome[] {
  return members.flatMap(({ outcomes }) => outcomes.filter(({ at }) => at >= from && at < to))
}

/** Such as "200: 31, 503: 4". */
export function describeStatuses(outcomes: Outcome[]): string {
  const counts = new Map<number, number>()
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status || 'none'}: ${count}`)
    .join(', ')
}

/** Such as "p50 40 ms, p95 300 ms, max 900 ms". */
export function describeLatencies(outcomes: Outcome[]): string {
  const all = outcomes.map(({ milliseconds }) => milliseconds)
  if (all.length === 0) return 'no requests'
  return `p50 ${Math.round(percentile(all, 50))} ms, p95 ${Math.round(percentile(all, 95))} ms, max ${Math.max(...all)} ms`
}
