import { ArchiveError } from '../zip/archive-error'
import type { ReadableZip } from '../zip/read-zip'
import { z } from '../zod'
import { findFileInArchive } from './find-file'
import { toEntry } from './foreign-post'
import { htmlToText } from './html-to-text'
import { identifier } from './identifier'
import { jsonElements } from './json-elements'
import { readValue } from './read-value'
import type { ReadEntry, ReadOptions } from './records'

const publicAddresses = ['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public']

const uri = identifier(480).min(1)
const addresses = z.union([z.string(), z.array(z.string())]).optional()
const actor = z.object({ id: uri })

const note = z.object({
  type: z.string(),
  id: uri,
  attributedTo: z.string().optional(),
  content: z.string().nullable().optional(),
  summary: z.string().nullable().optional(),
  inReplyTo: identifier(100_000).nullable().optional(),
  published: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  to: addresses,
  cc: addresses,
})

/** The object of other activities is only the id of a post. */
const activity = z.object({ type: z.string(), actor: z.string(), object: z.unknown() })

const outboxFile = 'outbox.json'
const actorFile = 'actor.json'

export function isMastodonArchive(zip: ReadableZip): boolean {
  return findFileInArchive(zip, outboxFile) !== null && findFileInArchive(zip, actorFile) !== null
}

/** UTF-16 units of HTML beyond which no post fits into the database. It bounds the cost of its conversion. */
const maxHtmlLength = 100_000

const maxActorBytes = 1024 * 1024

async function readActor(zip: ReadableZip): Promise<string> {
  const name = findFileInArchive(zip, actorFile) ?? actorFile
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of zip.read(name)) {
    size += chunk.length
    if (size > maxActorBytes) throw new ArchiveError('tooLarge', name)
    chunks.push(chunk)
  }
  try {
    return actor.parse(JSON.parse(Buffer.concat(chunks).toString())).id
  } catch (error) {
    throw new ArchiveError('json', name, { cause: error })
  }
}

/** The origin of a post by its ActivityPub id. */
const originOf = (id: string) => `mastodon:${id}`

/**
 * The public posts of a Mastodon archive.
 * @throws ArchiveError
 */
export async function* readMastodonArchive(
  zip: ReadableZip,
  options: ReadOptions,
): AsyncGenerator<ReadEntry> {
  const owner = await readActor(zip)
  const file = findFileInArchive(zip, outboxFile) ?? outboxFile
  const list = `${file}: orderedItems`
  for await (const element of jsonElements(zip.read(file), 'orderedItems', file)) {
    const { type, actor, object } = readValue(activity, element, list)
    if (type === 'Announce') yield { skip: 'boosts' }
    else if (type !== 'Create' || (object as { type?: unknown } | null)?.type !== 'Note')
      yield { skip: 'otherKind' }
    else {
      const post = readValue(note, { ...element, value: object }, list)
      yield isByOwner(post, actor, owner)
        ? toNoteEntry(post, element.index, options)
        : { skip: 'otherAuthor' }
    }
  }
}

type Note = z.output<typeof note>

const isByOwner = ({ attributedTo }: Note, actor: string, owner: string) =>
  actor === owner && (attributedTo ?? owner) === owner

function toNoteEntry(post: Note, index: number, options: ReadOptions): ReadEntry {
  const recipients = [post.to, post.cc].flat()
  if (!publicAddresses.some((address) => recipients.includes(address))) return { skip: 'notPublic' }
  if ((post.content?.length ?? 0) > maxHtmlLength) return { skip: 'tooLong' }
  const content = htmlToText(post.content ?? '')
  if (content === null) return { skip: 'tooLong' }
  const parts = [post.summary, content].filter(Boolean)
  const entry = {
    origin: originOf(post.id),
    createdAt: post.published,
    text: parts.join('\n\n'),
    replyTo: post.inReplyTo ? originOf(post.inReplyTo) : null,
  }
  return toEntry(entry, index, options)
}
