import { engine } from '../../db/db'
import {
  formatPosition,
  idsBetween,
  latestPosition,
  maxOpen,
  type Position,
  parsePosition,
} from '../../events/position'
import { signalsSince, toSignalJson } from '../../events/signals'
import { log } from '../../log/log'
import { type Audience, maxMissed, type PostNews, postsAfter } from './audience'

/** Bytes that may wait for a reader before it is given up; it comes back and is told what it missed. */
const maxBacklog = 64 * 1024

const encoder = new TextEncoder()
const heartbeat = encoder.encode(':\n\n')

/**
 * One open page, told what happens by server-sent events. It is registered before it reads the database, and what
 * comes in meanwhile waits, so that nothing falls in between and nothing is told twice.
 */
export class Stream {
  readonly body: ReadableStream<Uint8Array>
  #sink: ReadableStreamDefaultController<Uint8Array> | null = null
  #at: Position = { signal: 0n, post: 0, open: [] }
  /** Posts that came in before those that were missed have been told. */
  #held: [post: PostNews, audience: Audience][] | null = []
  #catching: Promise<void> = Promise.resolve()
  #begun = false
  #reading = false
  #readAgain = false
  #onRoom: (() => void) | null = null
  #wasBehind = false

  /** @param onEnd called once, however the stream ends */
  constructor(
    readonly userId: number,
    readonly sessionId: number,
    private readonly onEnd: (stream: Stream) => void,
  ) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#sink = controller
        },
        pull: () => this.#onRoom?.(),
        cancel: () => this.leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: maxBacklog }),
    )
  }

  /**
   * Tells what was missed since `last` and goes on from there.
   * @param last What the reader heard last. Without it, or when we never gave it out, all signals are told.
   */
  begin(last: string | null, audience: Promise<Audience>): Promise<void> {
    return this.#guarded(async () => {
      this.#at = startingFrom(parsePosition(last), await latestPosition(this.userId))
      // Not all at once when a server comes back.
      this.#write(`retry: ${2000 + Math.floor(Math.random() * 3000)}\n${this.#event('hello', {})}`)
      this.#begun = true
      await this.readSignals()
      await this.catchUp(audience)
    })
  }

  /** Tells the signals that are new. One reading at a time; a call during it makes it read once more. */
  readSignals(): Promise<void> {
    this.#readAgain = true
    if (this.#reading || !this.#begun) return Promise.resolve()
    this.#reading = true
    return this.#guarded(async () => {
      while (this.#readAgain && this.#sink) {
        this.#readAgain = false
        for (const signal of await signalsSince(this.userId, this.#at.signal)) {
          this.#at = { ...this.#at, signal: signal.position }
          this.#write(this.#event('signal', toSignalJson(signal)))
          await this.#room()
        }
      }
      this.#reading = false
    })
  }

  /** Tells the posts after the last one told, then those that came in meanwhile. */
  catchUp(audience: Promise<Audience>): Promise<void> {
    if (!this.#begun) return Promise.resolve()
    this.#catching = this.#catching.then(() =>
      this.#guarded(async () => {
        this.#held ??= []
        const missed = await postsAfter(this.#at)
        const them = await audience
        if (missed.length > maxMissed) this.#reset(missed)
        else for (const post of missed) this.#tell(post, them)
        await this.#room()
        const held = this.#held
        this.#held = null
        for (const [post, whose] of held) this.#tell(post, whose)
      }),
    )
    return this.#catching
  }

  post(post: PostNews, audience: Audience): void {
    if (this.#held) this.#held.push([post, audience])
    else this.#tell(post, audience)
  }

  /** Each post once: one that was read from the database may be told of by an event as well. */
  #tell({ id, authorId, rootId }: PostNews, { home, hidden }: Audience): void {
    if (!this.#pass(id) || hidden.has(authorId)) return
    this.#write(this.#event('post', { id, authorId, rootId, home: home.has(authorId) }))
  }

  #reset(untold: PostNews[]): void {
    for (const { id } of untold) this.#pass(id)
    this.#write(this.#event('reset', {}))
  }

  /** @returns whether the post was still to come */
  #pass(id: number): boolean {
    const { post, open } = this.#at
    if (id > post) {
      const skipped = engine === 'postgresql' ? idsBetween(post, id) : []
      this.#at = { ...this.#at, post: id, open: [...open, ...skipped].slice(-maxOpen) }
      return true
    }
    this.#at = { ...this.#at, open: open.filter((one) => one !== id) }
    return open.includes(id)
  }

  /** Proves to everything in between that the stream lives. Who has read nothing since the last time is given up. */
  beat(): void {
    if (this.#wasBehind && this.#isBehind()) this.#giveUp()
    this.#wasBehind = this.#isBehind()
    this.#enqueue(heartbeat)
  }

  /** Ends the stream; `over` tells the reader not to come back. */
  end(over: boolean): void {
    if (this.#isBehind()) {
      this.#giveUp()
      return
    }
    if (over) this.#write('event: end\ndata: {}\n\n')
    const sink = this.#sink
    this.leave()
    sink?.close()
  }

  /** The reader is gone. */
  leave = (): void => {
    if (!this.#sink) return
    this.#sink = null
    this.#onRoom?.()
    this.onEnd(this)
  }

  #giveUp(): void {
    log.info({ event: 'stream.dropped', userId: this.userId }, 'a reader does not read')
    const sink = this.#sink
    this.leave()
    sink?.error(new DOMException('given up', 'AbortError'))
  }

  #event(name: string, data: unknown): string {
    return `event: ${name}\nid: ${formatPosition(this.#at)}\ndata: ${JSON.stringify(data)}\n\n`
  }

  #write(text: string): void {
    this.#enqueue(encoder.encode(text))
  }

  #enqueue(chunk: Uint8Array): void {
    if (!this.#sink) return
    if ((this.#sink.desiredSize ?? 0) >= chunk.byteLength) this.#sink.enqueue(chunk)
    else this.#giveUp()
  }

  /** Waits until the reader has read most of what there is. */
  async #room(): Promise<void> {
    while (this.#isBehind())
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve
      })
    this.#onRoom = null
  }

  #isBehind(): boolean {
    return this.#sink !== null && (this.#sink.desiredSize ?? 0) < maxBacklog / 2
  }

  /** Without its database a stream is over; the reader comes back. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.error({ event: 'stream.failed', err: error }, 'a stream cannot go on')
      this.end(false)
    }
  }
}

/** A signal that is not there yet was never given out; a post that is not there may have been deleted. */
function startingFrom(given: Position | null, latest: Position): Position {
  if (!given || given.signal > latest.signal) return { ...latest, signal: 0n }
  return given.post > latest.post ? { ...latest, signal: given.signal } : given
}
