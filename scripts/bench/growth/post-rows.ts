import { type Dialect, randomSql, skewedSql, uniformSql } from './dialect'
import {
  firstPost,
  type GrowthSize,
  hotRoot,
  largestAuthors,
  rareTag,
  stepOf,
  tagCount,
  unreadSince,
} from './size'

/** Number of distinct phrases; each post body has two. */
export const phraseCount = 1000

/** Posts come in blocks of ten: seven roots, a reply, a reply to that reply, and a reply to a root or to `hotRoot`. */
const block = '((id - 1) / 10)'
const position = '((id - 1) % 10 + 1)'
const isDeleted = `(${position} = 8 AND ${block} % 100 = 7)`

/** Likes of a post, exclusive maximum; most posts have none. */
const maxLikes = 12
/** Minimum number of likes of a post with a notification of its likes. */
const notifiedLikes = 9

/** Statements that fill the tables of posts, their tags, search rows, likes and notifications. */
export function postStatements(dialect: Dialect, size: GrowthSize): string[] {
  const { posts, members, seed } = size
  const { numbers, time, text } = dialect
  const random = (id: string, purpose: number) => randomSql(id, purpose, seed)
  const uniform = (id: string, purpose: number) => uniformSql(id, purpose, seed)
  const step = stepOf(size)
  const postTime = (id: string) => `${firstPost} + ((${id}) - 1) * ${step} + ${random(id, 7)} % ${step}`

  const root = (purpose: number) =>
    `(10 * (${block} - ${skewedSql(block, uniform(block, purpose), 3)}) + ${random(block, purpose + 1)} % 7 + 1)`
  const lastRoot = `CASE WHEN ${random(block, 13)} % 100 = 0 THEN ${hotRoot} ELSE ${root(14)} END`
  const author = `CASE WHEN ${random('id', 20)} % 10 < ${largestAuthors} THEN 1 + ${random('id', 20)} % 10
    ELSE 1 + ${skewedSql(members, uniform('id', 21), 3)} END`
  const isRare = `id % ${Math.max(1, Math.floor(posts / 30))} = 0`
  const tag = `CASE WHEN ${isRare} THEN '${rareTag}'
    WHEN ${random('id', 22)} % 4 = 0 THEN 'topic' || ${text(skewedSql(tagCount, uniform('id', 23), 6))} END`
  // The low 20 bits of a sort key are those of the id.
  const idRange = 1_048_576

  return [
    `CREATE TEMPORARY TABLE bench_replies (id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL, parent_id INTEGER NOT NULL)`,
    `INSERT INTO bench_replies SELECT id, root_id, CASE WHEN ${position} = 9 THEN id - 1 ELSE root_id END
     FROM (SELECT id, CASE WHEN ${position} = 10 THEN ${lastRoot} ELSE ${root(10)} END AS root_id
       FROM (SELECT b.n * 10 - 3 + r.n AS id FROM (SELECT 1) one ${numbers(String(Math.floor(posts / 10)), 'b')}
         ${numbers('3', 'r')}) numbered) replies`,
    `CREATE TEMPORARY TABLE bench_reply_counts (id INTEGER PRIMARY KEY, replies INTEGER NOT NULL)`,
    `INSERT INTO bench_reply_counts SELECT parent_id, COUNT(*) FROM bench_replies WHERE NOT ${isDeleted} GROUP BY parent_id ORDER BY parent_id`,
    // The values from which the columns of a post are computed.
    `CREATE TEMPORARY TABLE bench_drafts (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, at BIGINT NOT NULL,
       first_phrase INTEGER NOT NULL, second_phrase INTEGER NOT NULL, tag TEXT, likes INTEGER NOT NULL)`,
    `INSERT INTO bench_drafts SELECT id, ${author}, ${postTime('id')},
       ${random('id', 24)} % ${phraseCount} + 1, ${random('id', 25)} % ${phraseCount} + 1,
       ${tag}, ${skewedSql(maxLikes, uniform('id', 26), 12)}
     FROM (SELECT s.n AS id FROM (SELECT 1) one ${numbers(String(posts), 's')}) numbered WHERE NOT ${isDeleted}`,
    `INSERT INTO bench_drafts SELECT id, ${author}, ${postTime('id')}, 0, 0, NULL, 0
     FROM (SELECT s.n AS id FROM (SELECT 1) one ${numbers(String(posts), 's')}) numbered WHERE ${isDeleted}`,
    `INSERT INTO posts (id, author_id, body, created_at, reply_to_id, root_id, reply_count, like_count, deleted_at)
     SELECT d.id, d.author_id,
       CASE WHEN d.first_phrase = 0 THEN '' ELSE one.body || ' ' || two.body || COALESCE(' #' || d.tag, '') END,
       ${time('d.at')}, r.parent_id, r.root_id, COALESCE(c.replies, 0), d.likes,
       CASE WHEN d.first_phrase = 0 THEN ${time('d.at + 3600000')} END
     FROM bench_drafts d LEFT JOIN bench_phrases one ON one.id = d.first_phrase LEFT JOIN bench_phrases two ON two.id = d.second_phrase
       LEFT JOIN bench_replies r ON r.id = d.id LEFT JOIN bench_reply_counts c ON c.id = d.id ORDER BY d.id`,
    `INSERT INTO post_tags (tag, post_id, created_at) SELECT tag, id, ${time('at')} FROM bench_drafts WHERE tag IS NOT NULL ORDER BY tag, id`,
    `INSERT INTO post_search (post_id, written_by, place, tokens)
     SELECT d.id, d.author_id, d.at * ${idRange} + d.id % ${idRange},
       ' ' || one.tokens || ' ' || two.tokens || COALESCE(' ' || d.tag || ' #' || d.tag, '') || ' @' || ${text('d.author_id')} || ' '
     FROM bench_drafts d JOIN bench_phrases one ON one.id = d.first_phrase JOIN bench_phrases two ON two.id = d.second_phrase
     ORDER BY d.id`,
    `CREATE TEMPORARY TABLE bench_likes (post_id INTEGER NOT NULL, author_id INTEGER NOT NULL, likes INTEGER NOT NULL,
       user_id INTEGER NOT NULL, n INTEGER NOT NULL, at BIGINT NOT NULL)`,
    // With a stride of 7, the members who like a post are distinct.
    `INSERT INTO bench_likes SELECT d.id, d.author_id, d.likes, 1 + (${random('d.id', 30)} + l.n * 7) % ${members}, l.n, d.at + l.n * 60000
     FROM bench_drafts d ${numbers('d.likes', 'l')}`,
    `INSERT INTO likes (user_id, post_id, created_at) SELECT user_id, post_id, ${time('at')} FROM bench_likes ORDER BY user_id, post_id`,
    // Notifications of likes have even ids, notifications of replies odd ones.
    `INSERT INTO notifications (id, user_id, kind, subject_id, post_id, created_at, updated_at, read_at)
     SELECT post_id * 2, author_id, 'like', post_id, post_id, ${time('MIN(at)')}, ${time('MAX(at)')},
       CASE WHEN MAX(at) < ${unreadSince} THEN ${time('MAX(at) + 3600000')} END
     FROM bench_likes WHERE likes >= ${notifiedLikes} AND user_id <> author_id GROUP BY post_id, author_id`,
    `INSERT INTO notification_actors (notification_id, actor_id, post_id, created_at)
     SELECT post_id * 2, user_id, NULL, ${time('at')} FROM bench_likes WHERE likes >= ${notifiedLikes} AND user_id <> author_id`,
    `CREATE TEMPORARY TABLE bench_answers (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL, user_id INTEGER NOT NULL, actor_id INTEGER NOT NULL, at BIGINT NOT NULL)`,
    `INSERT INTO bench_answers SELECT d.id, p.id, p.author_id, d.author_id, d.at
     FROM bench_replies r JOIN bench_drafts d ON d.id = r.id JOIN bench_drafts p ON p.id = r.parent_id
     WHERE r.parent_id = r.id - 1 AND p.first_phrase > 0 AND p.author_id <> d.author_id`,
    `INSERT INTO notifications (id, user_id, kind, subject_id, post_id, created_at, updated_at, read_at)
     SELECT id * 2 + 1, user_id, 'reply', parent_id, parent_id, ${time('at')}, ${time('at')},
       CASE WHEN at < ${unreadSince} THEN ${time('at + 3600000')} END FROM bench_answers`,
    `INSERT INTO notification_actors (notification_id, actor_id, post_id, created_at)
     SELECT id * 2 + 1, actor_id, id, ${time('at')} FROM bench_answers`,
  ]
}
