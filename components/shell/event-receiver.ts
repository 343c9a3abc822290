import { emitLiveEvent, type LivePost } from '@/components/ui/live-events'

/** A signal as the stream and `GET /notifications?since=` bring it. `timestamp` is in seconds. */
export type SignalJson = { name: string; data: unknown; timestamp: number; subject?: string }

/** What tabs tell each other: something new, or that the session is over. */
export type StreamEvent =
  | { kind: 'signal'; signal: SignalJson }
  | { kind: 'post'; post: LivePost; at: string }
  | { kind: 'reset'; at: string }
  | { kind: 'over' }

/** Posts remembered, so that none is told twice; more than the stream ever repeats. */
const mostRemembered = 1000

/** Hands news to the page, each once, whichever way and however often it comes. */
export class EventReceiver {
  readonly #posts = new Set<number>()
  #signal: number
  /** The server's word for how far posts were heard; it begins with the id of the last. */
  #post: string

  /** @param at What the page already shows, as the server says it: `<microseconds of the last signal>.<posts>`. */
  constructor(at: string) {
    this.#signal = Number(at.split('.')[0])
    this.#post = postsOf(at)
  }

  /** From where a stream has to go on. */
  get position(): string {
    return `${this.#signal}.${this.#post}`
  }

  take(news: StreamEvent): void {
    if (news.kind === 'signal') this.#takeSignal(news.signal)
    else if (news.kind === 'post') this.#takePost(news.post, news.at)
    else if (news.kind === 'reset' && this.#moveTo(news.at)) emitLiveEvent('reset', null)
  }

  /** A double holds microseconds of this century exactly enough to get them back. */
  #takeSignal({ name, data, timestamp, subject = '' }: SignalJson): void {
    const position = Math.round(timestamp * 1e6)
    if (position <= this.#signal) return
    this.#signal = position
    emitLiveEvent('signal', { name, subject, payload: data })
  }

  #takePost(post: LivePost, at: string): void {
    if (this.#posts.has(post.id)) return
    this.#posts.add(post.id)
    if (this.#posts.size > mostRemembered) this.#posts.delete(this.#posts.values().next().value as number)
    this.#moveTo(at)
    emitLiveEvent('post', post)
  }

  /** @returns false when another tab's stream is behind */
  #moveTo(at: string): boolean {
    const post = postsOf(at)
    if (Number.parseInt(post, 10) < Number.parseInt(this.#post, 10)) return false
    const changed = post !== this.#post
    this.#post = post
    return changed
  }
}

const postsOf = (at: string) => at.split('.')[1] ?? '0'
