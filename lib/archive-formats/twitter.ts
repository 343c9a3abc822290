import { ArchiveError } from '../zip/archive-error'
import type { ReadableZip } from '../zip/read-zip'
import { z } from '../zod'
import { toEntry } from './foreign-post'
import { decodeEntities } from './html-to-text'
import { jsonElements } from './json-elements'
import { readValue } from './read-value'
import type { ReadEntry, ReadOptions } from './records'

/** `data/tweets.js`, its parts, and the names of older archives, also in one folder. */
const fileName = /^(?:[^/]+\/)?data\/tweets?(?:-part\d+)?\.js$/

/** The assignment before the list. */
const assignment = /^\s*window\.YTD\.\w+\.part\d+\s*=\s*$/
const maxAssignment = 200

const id = z.string().regex(/^\d{1,20}$/)
const time = z
  .string()
  .regex(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \+0000 \d{4}$/)
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))

const url = z.object({ url: z.string(), expanded_url: z.string().max(4000).optional() })
const media = z.object({ url: z.string() })

const tweet = z.object({
  id_str: id,
  full_text: z.string().max(50_000),
  created_at: time,
  in_reply_to_status_id_str: id.nullable().optional(),
  in_reply_to_user_id_str: z.string().nullable().optional(),
  entities: z
    .object({
      urls: z.array(url).default([]),
      media: z.array(media).default([]),
      user_mentions: z.array(z.object({ screen_name: z.string().max(50) })).default([]),
    })
    .default({ urls: [], media: [], user_mentions: [] }),
})
type Tweet = z.output<typeof tweet>

const filesOf = (zip: ReadableZip) => zip.names.filter((name) => fileName.test(name))

export function isTwitterArchive(zip: ReadableZip): boolean {
  return filesOf(zip).length > 0
}

const originOf = (id: string) => `twitter:${id}`

/**
 * The posts of an X archive.
 * @throws ArchiveError
 */
export async function* readTwitterArchive(zip: ReadableZip, options: ReadOptions): AsyncGenerator<ReadEntry> {
  let order = 0
  for (const file of filesOf(zip))
    for await (const found of jsonElements(withoutAssignment(zip.read(file), file), null, file)) {
      const post = readValue(tweet, { ...found, value: unwrapped(found.value) }, file)
      // The newest posts come first.
      order -= 1
      yield toTweetEntry(post, order, options)
    }
}

/** Archives wrap each post in an object since 2019. */
function unwrapped(value: unknown): unknown {
  return value !== null && typeof value === 'object' && 'tweet' in value ? value.tweet : value
}

function toTweetEntry(post: Tweet, order: number, options: ReadOptions): ReadEntry {
  if (/^RT @\w+: /.test(post.full_text)) return { skip: 'boosts' }
  const parent = post.in_reply_to_status_id_str
  const replyTo = parent ? originOf(parent) : null
  const entry = { origin: originOf(post.id_str), createdAt: post.created_at, text: textOf(post), replyTo }
  return toEntry(entry, order, options)
}

/** The text with its short links expanded, without those of its media, and with the host of mentions. */
function textOf({ full_text, entities }: Tweet): string {
  // One pass: an expanded link may contain another short one.
  const links = new Map(entities.urls.map(({ url, expanded_url }) => [url, expanded_url ?? url]))
  for (const { url } of entities.media) links.set(url, '')
  const text = full_text.replace(/https?:\/\/t\.co\/\w+/g, (link) => links.get(link) ?? link)
  const names = new Set(entities.user_mentions.map(({ screen_name }) => screen_name.toLowerCase()))
  return decodeEntities(text).replace(/(?<![\w/@.])@(\w{1,50})(?![\w@])/g, (mention, name: string) =>
    names.has(name.toLowerCase()) ? `${mention}@twitter.com` : mention,
  )
}

/** Removes the assignment at the beginning of a script, which must be the only one. */
async function* withoutAssignment(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  let start: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk
      continue
    }
    start = Buffer.concat([start, chunk])
    const at = start.indexOf('[')
    if (at < 0 && start.length <= maxAssignment) continue
    if (at < 0 || !assignment.test(start.toString('utf8', 0, at))) throw new ArchiveError('json', `${file}:1`)
    yield start.subarray(at)
    start = null
  }
  if (start !== null) throw new ArchiveError('json', `${file}:1`)
}
