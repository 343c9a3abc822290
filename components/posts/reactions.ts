import { callAction } from '@/components/ui/use-form-action'
import type { FormAction } from '@/lib/request/form-state'
import { postChanges } from './post-changes'

/** The changes that each verb makes. The name of a button is the verb that it sends. */
const effects = {
  like: { liked: true },
  unlike: { liked: false },
  bookmark: { bookmarked: true },
  unbookmark: { bookmarked: false },
} as const

export type Reaction = keyof typeof effects

const inverse: Record<Reaction, Reaction> = {
  like: 'unlike',
  unlike: 'like',
  bookmark: 'unbookmark',
  unbookmark: 'bookmark',
}

export function isReaction(name: string): name is Reaction {
  return name in effects
}

/** The latest requested verb, by post and field. An entry exists while a request is in flight. */
const requested = new Map<string, Reaction>()

/**
 * Likes, unlikes, bookmarks or unbookmarks a post. The update is optimistic and rolled back on failure. Requests for
 * one post and field are serialized: after the one in flight, the latest verb is sent if it changes anything.
 * @returns The error code; null after success, and for a call that is left to the request in flight.
 */
export async function applyReaction(
  action: FormAction,
  verb: Reaction,
  post: number,
): Promise<string | null> {
  const key = `${post} ${Object.keys(effects[verb])[0]}`
  const isBusy = requested.has(key)
  reactionCount += 1
  requested.set(key, verb)
  postChanges.change(post, effects[verb])
  // The call in flight reads `requested` and sends this verb next.
  if (isBusy) return null
  let done: Reaction = inverse[verb]
  let error: string | null = null
  try {
    for (let next: Reaction = verb; next !== done && error === null; next = requested.get(key) ?? done) {
      error = await send(action, next, post)
      if (error === null) done = next
      else postChanges.change(post, effects[done])
    }
  } catch (redirect) {
    // The session has ended: the action leads to the log-in page.
    postChanges.change(post, effects[done])
    throw redirect
  } finally {
    requested.delete(key)
    reactionCount += 1
  }
  return error
}

let reactionCount = 0

/** The number of reactions that have started or ended on this page, to detect one during a request. */
export function countReactions(): number {
  return reactionCount
}

/** Whether a request for the post is in flight. */
export function isReacting(post: number): boolean {
  return [...requested.keys()].some((key) => key.startsWith(`${post} `))
}

async function send(action: FormAction, verb: Reaction, post: number): Promise<string | null> {
  const form = new FormData()
  form.set(verb, String(post))
  const state = await callAction(action, form)
  return state && !state.ok ? (state.code ?? 'failed') : null
}
