import { limits, postMaxLengthCeiling } from '../limits'
import { freeText, oneLine } from '../text/fields'
import { ArchiveError } from '../zip/archive-error'
import type { ReadableZip } from '../zip/read-zip'
import { z } from '../zod'
import { identifier } from './identifier'
import { jsonElements } from './json-elements'
import { readValue } from './read-value'
import {
  type ArchiveProfile,
  isPlausible,
  type PostRecord,
  type ReadEntry,
  type ReadOptions,
} from './records'

const time = z.iso.datetime().transform((text) => new Date(text))
const id = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)
const username = z.string().regex(/^[A-Za-z0-9_]{2,30}$/)
const body = freeText('body', postMaxLengthCeiling, { required: true })
const origin = identifier(500).min(1)

const profile = z.object({
  username,
  displayName: oneLine('displayName', limits.displayName.max, { required: false }),
  aboutMe: freeText('aboutMe', limits.aboutMe.max, { required: false }),
  /** Absent in archives of earlier versions. */
  instance: identifier(300).default(''),
})

const post = z.object({
  id,
  body,
  createdAt: time,
  editedAt: time.nullable(),
  replyToId: id.nullable(),
  history: z.array(z.object({ body, createdAt: time })).max(10_000),
  origin: origin.optional(),
  replyToOrigin: origin.optional(),
})

const follow = z.object({ username, createdAt: time })
const reaction = z.object({ postId: id, author: username, createdAt: time, origin: origin.optional() })

/** Where a post of a Roost instance was published first. */
export function roostOrigin(instance: string, id: number): string {
  return `roost:${instance}:${id}`
}

/** The id of a post that was published first on the instance at this URL; null for other origins. */
function localIdOf(origin: string, instanceUrl: string): number | null {
  const start = roostOrigin(instanceUrl, 0).slice(0, -1)
  return origin.startsWith(start) ? (id.safeParse(Number(origin.slice(start.length))).data ?? null) : null
}

const profileFile = 'data/profile.json'
const fileOf = (list: string) => `data/${list}.json`
const picture = 'media/picture.webp'
const reactions = [
  ['likes', 'like'],
  ['bookmarks', 'bookmark'],
] as const

export function isRoostArchive(zip: ReadableZip): boolean {
  return zip.has(profileFile) && zip.has(fileOf('posts'))
}

async function* readList<Schema extends z.ZodType>(zip: ReadableZip, list: string, schema: Schema) {
  const file = fileOf(list)
  if (!zip.has(file)) return
  for await (const element of jsonElements(zip.read(file), list, file))
    yield readValue(schema, element, `${file}: ${list}`)
}

async function readProfile(zip: ReadableZip) {
  for await (const found of readList(zip, 'profile', profile)) return found
  throw new ArchiveError('value', profileFile)
}

/** The profile of a Roost archive. @throws ArchiveError also for a damaged picture */
export async function readRoostProfile(zip: ReadableZip): Promise<ArchiveProfile> {
  const { displayName, aboutMe } = await readProfile(zip)
  return { displayName, aboutMe, picture: zip.has(picture) ? await readPicture(zip) : null }
}

/** The picture; of one that is too large, only so much that it is refused later. */
async function readPicture(zip: ReadableZip): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of zip.read(picture)) {
    chunks.push(new Uint8Array(chunk))
    size += chunk.length
    if (size > limits.picture.maxBytes) break
  }
  return new Blob(chunks)
}

/**
 * The posts, follows, likes and bookmarks of a Roost archive.
 * @throws ArchiveError
 */
export async function* readRoostArchive(
  zip: ReadableZip,
  { instanceUrl: here, importedAt }: ReadOptions,
): AsyncGenerator<ReadEntry> {
  const { instance } = await readProfile(zip)
  const targetOf = (id: number, known: string | undefined) => {
    const origin = known ?? roostOrigin(instance, id)
    return { origin, id: instance === here ? id : localIdOf(origin, here) }
  }
  for await (const { id, replyToId, origin, replyToOrigin, ...rest } of readList(zip, 'posts', post)) {
    const self = targetOf(id, origin)
    const record: PostRecord = {
      ...{ type: 'post', origin: self.origin },
      // An archive of an earlier version does not say which instance it is from.
      original: instance === '' ? id : self.id,
      ...rest,
      replyTo: replyToId === null ? null : targetOf(replyToId, replyToOrigin),
    }
    const times = [
      rest.createdAt,
      rest.editedAt ?? rest.createdAt,
      ...rest.history.map((one) => one.createdAt),
    ]
    yield times.every((time) => isPlausible(time, importedAt)) ? { record, order: id } : { skip: 'date' }
  }
  for await (const { username, createdAt } of readList(zip, 'following', follow))
    yield isPlausible(createdAt, importedAt)
      ? { record: { type: 'follow', username, createdAt }, order: 0 }
      : { skip: 'date' }
  for (const [list, type] of reactions)
    for await (const { postId, author, createdAt, origin } of readList(zip, list, reaction))
      yield isPlausible(createdAt, importedAt)
        ? { record: { type, author, ...targetOf(postId, origin), createdAt }, order: postId }
        : { skip: 'date' }
}
