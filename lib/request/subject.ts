import { conversationKey, postKey, userKey } from '../http/changes.mjs'
import { knownToExist } from '../http/existence-cache'
import { partnerExists } from '../messages/queries'
import { authorOf, authorOfConversation } from '../posts/queries'
import { postId } from '../posts/schema'
import { userExists } from '../users/queries'
import { ownerOfWebhook } from '../webhooks/queries'
import type { RouteMatch } from './routes'

/** What the parameter of a path names. */
export type Subject =
  /** The route has no parameter, or one that need not exist. */
  | { kind: 'none' }
  | { kind: 'missing' }
  | { kind: 'user' }
  | { kind: 'post'; authorId: number }
  | { kind: 'webhook'; ownerId: number }

/** Looks up what the parameter of a path names. */
export async function findSubject({ route, param }: RouteMatch): Promise<Subject> {
  if (route.subject === undefined) return { kind: 'none' }
  if (route.subject === 'user') return { kind: (await isUser(param)) ? 'user' : 'missing' }
  if (route.subject === 'partner') return { kind: (await isPartner(param)) ? 'user' : 'missing' }
  if (route.subject === 'webhook') {
    // Guests have to log in for a missing one too: the response does not reveal which exist.
    return { kind: 'webhook', ownerId: (await ownerOfWebhook(param)) ?? 0 }
  }
  const authorId = await findAuthor(route.subject, param)
  return authorId === null ? { kind: 'missing' } : { kind: 'post', authorId }
}

const isUsername = (name: string) => /^[A-Za-z0-9_]{1,30}$/.test(name)

const isPartner = async (name: string) => isUsername(name) && partnerExists(name)

async function isUser(name: string): Promise<boolean> {
  if (!isUsername(name)) return false
  // The cache holds numbers; that a user exists is stored as 1.
  const found = await knownToExist(userKey(name), async () => ((await userExists(name)) ? 1 : null))
  return found !== null
}

async function findAuthor(subject: 'post' | 'conversation', param: string): Promise<number | null> {
  const id = postId.safeParse(param).data
  if (!id) return null
  if (subject === 'post') return knownToExist(postKey(id), () => authorOf(id))
  return knownToExist(conversationKey(id), () => authorOfConversation(id))
}
