import { emitLiveEvent, type LivePost, signalPositionOf } from '@/components/ui/live-events'

/** A signal as the event stream and `GET /notifications?since=` send it. `timestamp` is in seconds. */
export type SignalJson = { name: string; data: unknown; timestamp: number; subject?: string }

/** An event of the stream, also sent between tabs. `end`: the session has ended. */
export type StreamEvent =
  | { kind: 'signal'; signal: SignalJson }
  | { kind: 'post'; post: LivePost; position: string }
  | { kind: 'changed'; ids: number[] }
  | { kind: 'reset'; position: string }
  | { kind: 'end' }

/** The number of post ids kept for deduplication; the stream repeats fewer. */
const maxPostIds = 1000

/** Emits each event once on the page, whatever transport it arrives by and however often. */
export class EventReceiver {
  readonly #postIds = new Set<number>()
  /** The time of the last signal, in microseconds. */
  #signalPosition: number
  /** The server's position in the sequence of posts; it begins with the id of the last one. */
  #postPosition: string

  /** @param position What the page already shows: `<microseconds of the last signal>.<position of posts>`. */
  constructor(position: string) {
    this.#signalPosition = signalPositionOf(position)
    this.#postPosition = postPositionOf(position)
  }

  /** The position at which a stream must resume. */
  get position(): string {
    return `${this.#signalPosition}.${this.#postPosition}`
  }

  receive(event: StreamEvent): void {
    if (event.kind === 'signal') this.#receiveSignal(event.signal)
    else if (event.kind === 'post') this.#receivePost(event.post, event.position)
    else if (event.kind === 'changed') emitLiveEvent('changed', event.ids)
    else if (event.kind === 'reset' && this.#advance(event.position)) emitLiveEvent('reset', null)
  }

  /** A double has enough precision for microseconds since 1970 in seconds. */
  #receiveSignal({ name, data, timestamp, subject = '' }: SignalJson): void {
    const position = Math.round(timestamp * 1e6)
    if (position <= this.#signalPosition) return
    this.#signalPosition = position
    emitLiveEvent('signal', { name, subject, payload: data, position })
  }

  #receivePost(post: LivePost, position: string): void {
    if (this.#postIds.has(post.id)) return
    this.#postIds.add(post.id)
    if (this.#postIds.size > maxPostIds) this.#postIds.delete(this.#postIds.values().next().value as number)
    this.#advance(position)
    emitLiveEvent('post', post)
  }

  /** @returns Whether the position has changed; false when it is behind, from another tab's stream. */
  #advance(position: string): boolean {
    const next = postPositionOf(position)
    if (Number.parseInt(next, 10) < Number.parseInt(this.#postPosition, 10)) return false
    const changed = next !== this.#postPosition
    this.#postPosition = next
    return changed
  }
}

const postPositionOf = (position: string) => position.split('.')[1] ?? '0'
