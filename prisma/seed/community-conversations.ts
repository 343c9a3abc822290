import { blockUser, muteUser } from '../../lib/blocks/mutations'
import { bookmarkPost } from '../../lib/bookmarks/mutations'
import { db, transaction } from '../../lib/db/db'
import { likePost } from '../../lib/likes/mutations'
import { markThreadRead, sendMessage } from '../../lib/messages/mutations'
import { editPost } from '../../lib/posts/mutations'
import type { Viewer } from '../../lib/viewer'
import { posts } from './community-posts'

const minute = 60_000

const blocked = [['mateo', 'night_owl_7']] as const
const muted = [['amelie', 'david']] as const

/** Bookmarks: a member and the index of a post. */
const bookmarks: [member: string, post: number][] = [
  ['john', 4],
  ['susan', 21],
  ['susan', 33],
  ['layla', 31],
  ['ines', 55],
]

/** Edits: the index of a post, and a replacement in its body. */
const edits: [post: number, from: string, to: string][] = [
  [26, 'anyone else awake? #night', 'anyone else awake? asking for the moon. #night'],
  [38, 'I do not trust it.', 'I did not trust it, and was right.'],
]

/** Private messages, oldest first. Each sender has read the earlier messages of the conversation. */
const messages: [from: string, to: string, body: string][] = [
  ['susan', 'john', 'The reading room wants bread on Sunday. Can you bake for thirty?'],
  ['john', 'susan', 'For thirty, yes. For thirty librarians I need two ovens.'],
  ['susan', 'john', 'We read while we wait.'],
  ['layla', 'aoi', 'صورتك للنهر جميلة جدا. هل أستطيع تعليقها في المعرض؟'],
  ['aoi', 'layla', 'もちろんです。青い扉の隣に飾ってください。'],
  ['layla', 'aoi', '🩵'],
  ['lucia', 'mateo', 'Los tomates están listos. ¿Paso por el taller?'],
  ['mateo', 'lucia', 'Te espero con la rueda montada.'],
  ['mary', 'john', 'Is there a brick left? The feeder leans again.'],
  ['mary', 'john', 'A small one will do.'],
]

/** The index of the parent of a post: a post that starts with one username replies to that member's last post. */
export function findParent(index: number): number | undefined {
  const name = /^@(\w+) (?!@)/.exec(posts[index]?.[1] ?? '')?.[1]
  const found = posts.slice(0, index).findLastIndex(([author]) => author === name)
  return found < 0 ? undefined : found
}

export const lastMessage = `seed-message-${messages.length - 1}`

/**
 * Adds edits, blocks, likes, bookmarks and private messages. Idempotent.
 * @param ids the ids of the posts, by their index
 */
export async function createConversations(
  member: (username: string) => Viewer,
  ids: number[],
  now: number,
): Promise<void> {
  const idOf = (post: number) => ids[post] as number
  for (const [post, from, to] of edits) await edit(member, idOf(post), post, [from, to])
  for (const [who, whom] of blocked) await blockUser(member(who), whom)
  for (const [who, whom] of muted) await muteUser(member(who), whom)
  for (const [who, post] of likes()) await likePost(member(who), idOf(post))
  for (const [who, post] of bookmarks) await bookmarkPost(member(who), idOf(post))
  for (const index of messages.keys()) await send(member, index, now)
}

async function edit(
  member: (username: string) => Viewer,
  id: number,
  post: number,
  [from, to]: [string, string],
): Promise<void> {
  const [author, body] = posts[post] as (typeof posts)[number]
  await editPost(member(author), { id, body: body.replace(from, to) })
  const { createdAt } = await db.post.findUniqueOrThrow({ where: { id }, select: { createdAt: true } })
  const editedAt = new Date(createdAt.getTime() + 20 * minute)
  await transaction((tx) => tx.post.update({ where: { id }, data: { editedAt } }))
}

/** Deterministic likes; members like neither their own posts nor those of a member who is separated by a block. */
function* likes(): Generator<[member: string, post: number]> {
  const names = [...new Set(posts.map(([author]) => author))]
  for (const [post, [author]] of posts.entries())
    for (const [position, name] of names.entries()) {
      const isBlocked = blocked.some((pair) => [name, author].every((one) => pair.includes(one as never)))
      if (name !== author && !isBlocked && (post * 7 + position * 5 + post * position) % 8 === 0)
        yield [name, post]
    }
}

async function send(member: (username: string) => Viewer, index: number, now: number): Promise<void> {
  const [from, to, body] = messages[index] as (typeof messages)[number]
  await markThreadRead(member(from), to)
  const { id } = await sendMessage(member(from), { to, body, submission: `seed-message-${index}` })
  const createdAt = new Date(now - (messages.length - index) * 47 * minute)
  await transaction(async (tx) => {
    await tx.message.update({ where: { id }, data: { createdAt } })
    await tx.conversation.updateMany({ where: { lastMessageId: id }, data: { lastMessageAt: createdAt } })
  })
}
