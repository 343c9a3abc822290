import { type Dialect, randomSql, skewedSql, uniformSql } from './dialect'
import { firstPost, type GrowthSize, manyFollowers, stepOf, unreadSince } from './size'

const day = 86_400_000
const firstSignUp = firstPost - 30 * day

/** Statements that fill the tables of members. They run after those of posts, because they count rows for the counters. */
export function memberStatements(dialect: Dialect, size: GrowthSize): string[] {
  const { members, posts, follows, seed } = size
  const { numbers, time, text } = dialect
  const random = (id: string, purpose: number) => randomSql(id, purpose, seed)
  const uniform = (id: string, purpose: number) => uniformSql(id, purpose, seed)
  const all = `(SELECT s.n AS id FROM (SELECT 1) one ${numbers(String(members), 's')}) m`
  const [few, some, many] = follows
  const timeBeforePosts = (id: string, purpose: number) =>
    `${firstSignUp} + ${random(id, purpose)} % ${30 * day}`
  const count = `CASE WHEN id > ${members - manyFollowers} THEN ${many} WHEN id % 500 = 250 THEN ${some}
    WHEN id % 50 = 25 THEN ${few} ELSE 1 + ${random('id', 40)} % ${Math.min(30, few)} END`
  // Half of the members follow the most popular ones, the others start at a random popularity rank.
  const shift = `CASE WHEN ${random('id', 41)} % 2 = 0 THEN 0 ELSE ${skewedSql(members - 1, uniform('id', 42), 2)} END`
  // Strictly increasing in n, so that no member is followed twice; dense among the most popular.
  const rank = `(f.n + CAST(floor((${members - 1} - m.follows) *
    power((f.n - ${uniform('m.id * 8192 + f.n', 43)}) / m.follows, 3)) AS BIGINT))`
  // Ranks exclude the follower.
  const followed = `CASE WHEN rank < follower_id THEN rank ELSE rank + 1 END`
  const counter = (table: string, column: string, condition = '') =>
    `(SELECT ${column} AS id, COUNT(*) AS n FROM ${table} ${condition} GROUP BY ${column})`
  // The first pair, which are the first and the last member, has the longest message thread.
  const pairs = Math.max(1, Math.floor(members / 10))
  const messages = Math.floor(posts / 10)
  const messageStep = stepOf(size) * 10
  const isReader = `id > ${members - manyFollowers} OR id % 500 = 250 OR id % 50 = 25`

  return [
    `CREATE TEMPORARY TABLE bench_followers (id INTEGER PRIMARY KEY, follows INTEGER NOT NULL, shift INTEGER NOT NULL)`,
    `INSERT INTO bench_followers SELECT id, ${count}, ${shift} FROM ${all}`,
    `INSERT INTO follows (follower_id, followed_id, created_at)
     SELECT follower_id, ${followed}, ${time(timeBeforePosts('follower_id * 8192 + rank', 44))}
     FROM (SELECT m.id AS follower_id, 1 + (${rank} - 1 + m.shift) % ${members - 1} AS rank
       FROM bench_followers m ${numbers('m.follows', 'f')}) ranked`,
    `INSERT INTO blocks (blocker_id, blocked_id, created_at)
     SELECT blocker_id, blocked_id, ${time(timeBeforePosts('blocker_id', 45))}
     FROM (SELECT m.id AS blocker_id, 1 + (m.id - 1 + b.n * ${Math.max(1, Math.floor(members / 7))}) % ${members} AS blocked_id
       FROM ${all} ${numbers('3', 'b')} WHERE ${isReader}) chosen
     WHERE NOT EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = blocker_id AND f.followed_id = blocked_id)
       AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = blocked_id AND f.followed_id = blocker_id)`,
    `INSERT INTO mutes (muter_id, muted_id, created_at)
     SELECT m.id, 1 + (m.id - 1 + b.n * ${Math.max(1, Math.floor(members / 11))}) % ${members}, ${time(timeBeforePosts('m.id', 46))}
     FROM ${all} ${numbers('3', 'b')} WHERE ${isReader}`,
    `INSERT INTO users (id, username, username_key, display_name, email, email_key, created_at, last_seen_at,
       post_count, follower_count, following_count)
     SELECT m.id, 'bench' || ${text('m.id')}, 'bench' || ${text('m.id')}, 'Member ' || ${text('m.id')},
       'bench' || ${text('m.id')} || '@example.org', 'bench' || ${text('m.id')} || '@example.org',
       ${time(timeBeforePosts('m.id', 47))}, ${time(`${unreadSince} + ${random('m.id', 48)} % ${7 * day}`)},
       COALESCE(p.n, 0), COALESCE(r.n, 0), COALESCE(f.n, 0)
     FROM ${all} LEFT JOIN ${counter('posts', 'author_id', 'WHERE deleted_at IS NULL')} p ON p.id = m.id
       LEFT JOIN ${counter('follows', 'followed_id')} r ON r.id = m.id
       LEFT JOIN ${counter('follows', 'follower_id')} f ON f.id = m.id`,
    `INSERT INTO user_search (user_id, tokens)
     SELECT id, ' bench' || ${text('id')} || ' bench' || ${text('id')} || ' member ' || ${text('id')} || ' ' FROM ${all}`,
    `INSERT INTO messages (id, sender_id, recipient_id, body, created_at, read_at)
     SELECT id, CASE WHEN id % 2 = 0 THEN pair ELSE ${members + 1} - pair END, CASE WHEN id % 2 = 0 THEN ${members + 1} - pair ELSE pair END,
       'Message ' || ${text('id')}, ${time('at')}, CASE WHEN at < ${unreadSince} THEN ${time('at + 60000')} END
     FROM (SELECT s.n AS id, 1 + ${skewedSql(pairs, uniform('s.n', 50), 3)} AS pair, ${firstPost} + s.n * ${messageStep} AS at
       FROM (SELECT 1) one ${numbers(String(messages), 's')}) drafts`,
    `CREATE TEMPORARY TABLE bench_partners (owner_id INTEGER NOT NULL, partner_id INTEGER NOT NULL, message_id INTEGER NOT NULL)`,
    `INSERT INTO bench_partners
     SELECT low, high, MAX(id) FROM (SELECT id, CASE WHEN sender_id < recipient_id THEN sender_id ELSE recipient_id END AS low,
       CASE WHEN sender_id < recipient_id THEN recipient_id ELSE sender_id END AS high FROM messages) pairs GROUP BY low, high`,
    `INSERT INTO conversations (owner_id, partner_id, last_message_id, last_message_at)
     SELECT owner_id, partner_id, message_id, m.created_at FROM bench_partners JOIN messages m ON m.id = message_id
     UNION ALL SELECT partner_id, owner_id, message_id, m.created_at FROM bench_partners JOIN messages m ON m.id = message_id`,
  ]
}
