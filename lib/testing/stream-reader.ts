import { handleStream } from '../api/stream/handler'
import { transaction } from '../db/db'
import { publish } from '../events/events'
import { publishSignals, writeSignals } from '../events/signals'
import type { Viewer } from '../viewer'
import { aPost } from './factories'

export type StreamEvent = { event: string; id: string; data: unknown }

/** Reads server-sent events as a browser does. */
export class StreamReader {
  readonly events: StreamEvent[] = []
  /** The number of comments that keep the connection alive. */
  keepAlives = 0
  /** null while the stream is open. */
  ended: 'closed' | 'broken' | null = null
  readonly done: Promise<void>
  #waiting: (() => void)[] = []

  constructor(
    readonly response: Response,
    readonly reader = (response.body as ReadableStream<Uint8Array>).getReader(),
  ) {
    this.done = this.#read()
  }

  of(kind: string): StreamEvent[] {
    return this.events.filter(({ event }) => event === kind)
  }

  get lastId(): string {
    return this.events.at(-1)?.id ?? ''
  }

  /** Waits until the condition is true, which is checked after each read. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.ended)
        throw new Error(`the stream ended before the condition was true: ${JSON.stringify(this.events)}`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  close(): Promise<void> {
    return this.reader.cancel()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    try {
      for (;;) {
        const { done, value } = await this.reader.read()
        if (done) break
        text += decoder.decode(value, { stream: true })
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) this.#take(block)
        this.#wake()
      }
      this.ended = 'closed'
    } catch {
      this.ended = 'broken'
    }
    this.#wake()
  }

  #take(block: string): void {
    if (block.startsWith(':')) this.keepAlives += 1
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const event = field('event')
    if (event) this.events.push({ event, id: field('id') ?? '', data: JSON.parse(field('data') ?? 'null') })
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

export function requestOf(last?: string, init?: RequestInit) {
  return new Request(
    `http://localhost/data/stream${last === undefined ? '' : `?last=${encodeURIComponent(last)}`}`,
    init,
  )
}

export function open(viewer: Viewer, last?: string) {
  return new StreamReader(handleStream(viewer, requestOf(last)))
}

/** Opens a stream and waits until the missed events have been sent. */
export async function listen(viewer: Viewer, last?: string): Promise<StreamReader> {
  const reader = open(viewer, last)
  await reader.until(() => reader.of('hello').length === 1)
  return reader
}

export async function signal(userId: number, count: number, name = 'unread_message_count'): Promise<void> {
  await transaction((tx) => writeSignals(tx, [{ userId, name, payload: count }]))
  publishSignals([userId])
}

export function counts(reader: StreamReader) {
  return reader.of('signal').map(({ data }) => (data as { data: number }).data)
}
export function postIds(reader: StreamReader) {
  return reader.of('post').map(({ data }) => (data as { id: number }).id)
}

export async function publishPost(viewer: Viewer, body = 'Hello'): Promise<number> {
  const { id } = await aPost(viewer, body)
  publish({ type: 'post', id, authorId: viewer.id, rootId: null })
  return id
}
