import { encodeBase64, hash } from 'bcryptjs'
import { SingleBar } from 'cli-progress'
import { db } from '../../lib/db/db'
import { digestPassword, formatHash } from '../../lib/passwords/hash-format'
import { benchPassword, followRows, tables, userRows, userSearchRows, writtenPosts } from './bench-rows'
import { type BenchSize, SeedError } from './flags'
import { randomFrom } from './random'
import { openRowWriter, type RowWriter } from './row-writer'

const batchSize = 5000

// Counted by the database, so that the counters match the inserted rows.
const counters = [
  `UPDATE users SET post_count = (SELECT COUNT(*) FROM posts WHERE author_id = users.id),
     follower_count = (SELECT COUNT(*) FROM follows WHERE followed_id = users.id),
     following_count = (SELECT COUNT(*) FROM follows WHERE follower_id = users.id)`,
]

/**
 * Fills an empty, migrated database with members bench1 to benchN, and prints how to log in.
 * @throws SeedError when the database has members
 */
export async function seedBench(url: string, size: BenchSize): Promise<void> {
  const members = await db.user.count()
  if (members > 0)
    throw new SeedError(
      `A benchmark database must be empty, and this one has ${members} members: set DATA_DIR or DATABASE_URL to another.`,
    )

  const started = Date.now()
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {value}/{total} rows | {duration_formatted}',
    hideCursor: true,
  })
  const writer = await openRowWriter(url)
  bar.start(size.users + size.users * size.follows + size.posts, 0)
  try {
    await write(writer, size, (rows) => bar.increment(rows))
    await writer.finish(counters)
  } catch (error) {
    await writer.abandon()
    throw error
  } finally {
    bar.stop()
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(
    `${size.users} members and ${size.posts} posts in ${seconds} s. Log in as bench1 to bench${size.users}: ${benchPassword}`,
  )
}

async function write(writer: RowWriter, size: BenchSize, done: (rows: number) => void): Promise<void> {
  const random = randomFrom(size.seed)
  const salt = encodeBase64(
    Array.from({ length: 16 }, () => random.below(256)),
    16,
  )
  const passwordHash = formatHash(await hash(digestPassword(benchPassword), `$2b$12$${salt}`))

  for (const batch of batches(userRows(size, random, passwordHash))) {
    await writer.insert(tables.users, batch)
    await writer.insert(tables.userSearch, userSearchRows(batch))
    done(batch.length)
  }
  for (const batch of batches(followRows(size, random))) {
    await writer.insert(tables.follows, batch)
    done(batch.length)
  }
  for (const batch of batches(writtenPosts(size, random))) {
    await writer.insert(
      tables.posts,
      batch.map(({ post }) => post),
    )
    await writer.insert(
      tables.mentions,
      batch.flatMap(({ mentions }) => mentions),
    )
    await writer.insert(
      tables.tags,
      batch.flatMap(({ tags }) => tags),
    )
    await writer.insert(
      tables.search,
      batch.map(({ search }) => search),
    )
    done(batch.length)
  }
}

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
