import { engine } from '../../db/db'
import { logFailure } from '../../db/outage'
import {
  formatPosition,
  idsBetween,
  latestPosition,
  maxGaps,
  type Position,
  parsePosition,
} from '../../events/position'
import { isAboutMessages, signalsSince, toSignalJson } from '../../events/signals'
import { log } from '../../log/log'
import { type Audience, maxMissed, type NewPostEvent, postsAfter } from './audience'

/** Bytes to buffer for a slow client. Beyond that the stream is dropped; the client reconnects and catches up. */
const maxBuffered = 64 * 1024

const encoder = new TextEncoder()
const heartbeat = encoder.encode(':\n\n')

/** The session or the API token that authorises a stream, which ends with it. */
export type Credential = { kind: 'session' | 'token'; id: number }

type Options = {
  /** Whether signals about messages are sent. */
  sendsMessages: boolean
}

/**
 * The server-sent events of one open page or program. The stream is registered before it reads the database and queues
 * posts that are published during the read, so that no event is lost and none is sent twice.
 */
export class Stream {
  readonly body: ReadableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #position: Position = { signal: 0n, post: 0, gaps: [] }
  /** The last signal that was read. Only signals that are sent advance the position, which the client sees. */
  #lastRead = 0n
  /** Posts that were published during a catch-up; null when none is running. */
  #queue: [post: NewPostEvent, audience: Audience][] | null = []
  #catchUp: Promise<void> = Promise.resolve()
  #started = false
  #readingSignals = false
  #readSignalsAgain = false
  #onDrain: (() => void) | null = null
  #wasBackpressured = false

  /** @param onEnd called once, whatever ends the stream */
  constructor(
    readonly userId: number,
    readonly credential: Credential,
    private readonly options: Options,
    private readonly onEnd: (stream: Stream) => void,
  ) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: () => this.#onDrain?.(),
        cancel: () => this.disconnect(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: maxBuffered }),
    )
  }

  /**
   * Sends what happened after an event, then new events.
   * @param lastEventId the last event that the client received; null or a forged id sends the latest value of every signal
   * @param findAudience returns the current audience of the user
   */
  start(lastEventId: string | null, findAudience: () => Promise<Audience>): Promise<void> {
    return this.#endOnError(async () => {
      const { sendsMessages } = this.options
      const latest = await latestPosition(this.userId, sendsMessages)
      this.#position = resumePosition(parsePosition(lastEventId), latest, sendsMessages)
      this.#lastRead = this.#position.signal
      // Random, so that clients do not all reconnect at once after a restart of the server.
      this.#write(`retry: ${2000 + Math.floor(Math.random() * 3000)}\n${this.#format('hello', {})}`)
      this.#started = true
      await this.sendSignals()
      await this.catchUp(findAudience)
    })
  }

  /** Sends new signals. A call while another one reads them makes that one read again. */
  sendSignals(): Promise<void> {
    this.#readSignalsAgain = true
    if (this.#readingSignals || !this.#started) return Promise.resolve()
    this.#readingSignals = true
    return this.#endOnError(async () => {
      while (this.#readSignalsAgain && this.#controller) {
        this.#readSignalsAgain = false
        for (const signal of await signalsSince(this.userId, this.#lastRead)) {
          this.#lastRead = signal.position
          if (!this.options.sendsMessages && isAboutMessages(signal.name)) continue
          this.#position = { ...this.#position, signal: signal.position }
          this.#write(this.#format('signal', toSignalJson(signal)))
          await this.#drained()
        }
      }
      this.#readingSignals = false
    })
  }

  /** Sends the posts after the current position from the database, then those published during the read. */
  catchUp(findAudience: () => Promise<Audience>): Promise<void> {
    if (!this.#started) return Promise.resolve()
    this.#catchUp = this.#catchUp.then(() =>
      this.#endOnError(async () => {
        this.#queue ??= []
        const missed = await postsAfter(this.#position)
        // After the posts: the audience then includes every block and mute that is older than they are.
        const audience = await findAudience()
        if (missed.length > maxMissed) this.#sendReset(missed)
        else for (const post of missed) this.#writePost(post, audience)
        await this.#drained()
        const queued = this.#queue
        this.#queue = null
        for (const [post, audience] of queued) this.#writePost(post, audience)
      }),
    )
    return this.#catchUp
  }

  /** Sends a new post, after a catch-up in progress. */
  sendPost(post: NewPostEvent, audience: Audience): void {
    if (this.#queue) this.#queue.push([post, audience])
    else this.#writePost(post, audience)
  }

  /** Sends the ids of posts that have changed. A client that was not connected loads its page again instead. */
  sendChanges(ids: number[]): void {
    if (this.#started) this.#write(this.#format('changed', { ids }))
  }

  #writePost({ id, authorId, rootId }: NewPostEvent, { home, hidden }: Audience): void {
    // Published posts may also have been read from the database.
    if (!this.#advanceTo(id) || hidden.has(authorId)) return
    this.#write(this.#format('post', { id, authorId, rootId, home: home.has(authorId) }))
  }

  /** Tells the client to load the list again instead of receiving these posts. */
  #sendReset(skipped: NewPostEvent[]): void {
    for (const { id } of skipped) this.#advanceTo(id)
    this.#write(this.#format('reset', {}))
  }

  /** @returns false if the position already includes the post */
  #advanceTo(id: number): boolean {
    const { post, gaps } = this.#position
    if (id > post) {
      const skipped = engine === 'postgresql' ? idsBetween(post, id) : []
      this.#position = { ...this.#position, post: id, gaps: [...gaps, ...skipped].slice(-maxGaps) }
      return true
    }
    this.#position = { ...this.#position, gaps: gaps.filter((gap) => gap !== id) }
    return gaps.includes(id)
  }

  /** Keeps proxies from closing the idle connection. Drops a client that has read nothing since the last heartbeat. */
  sendHeartbeat(): void {
    if (this.#wasBackpressured && this.#isBackpressured()) this.#drop()
    this.#wasBackpressured = this.#isBackpressured()
    this.#enqueue(heartbeat)
  }

  /** @param options `reconnect`: false tells the client not to reconnect */
  end({ reconnect }: { reconnect: boolean }): void {
    if (this.#isBackpressured()) {
      this.#drop()
      return
    }
    if (!reconnect) this.#write('event: end\ndata: {}\n\n')
    const controller = this.#controller
    this.disconnect()
    controller?.close()
  }

  /** Cleans up after the client has disconnected. Idempotent. */
  disconnect = (): void => {
    if (!this.#controller) return
    this.#controller = null
    this.#onDrain?.()
    this.onEnd(this)
  }

  #drop(): void {
    log.info(
      { event: 'stream.dropped', userId: this.userId },
      'dropped the stream of a client that does not read',
    )
    const controller = this.#controller
    this.disconnect()
    controller?.error(new DOMException('client does not read', 'AbortError'))
  }

  #format(event: string, data: unknown): string {
    return `event: ${event}\nid: ${formatPosition(this.#position)}\ndata: ${JSON.stringify(data)}\n\n`
  }

  #write(text: string): void {
    this.#enqueue(encoder.encode(text))
  }

  #enqueue(chunk: Uint8Array): void {
    if (!this.#controller) return
    if ((this.#controller.desiredSize ?? 0) >= chunk.byteLength) this.#controller.enqueue(chunk)
    else this.#drop()
  }

  /** Waits until the client has read most of the buffer. */
  async #drained(): Promise<void> {
    while (this.#isBackpressured())
      await new Promise<void>((resolve) => {
        this.#onDrain = resolve
      })
    this.#onDrain = null
  }

  #isBackpressured(): boolean {
    return this.#controller !== null && (this.#controller.desiredSize ?? 0) < maxBuffered / 2
  }

  /** Ends the stream when the database fails; the client reconnects. */
  async #endOnError(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      logFailure('stream.failed', error, 'a stream failed')
      this.end({ reconnect: true })
    }
  }
}

/**
 * A signal position after the latest is forged. A post after the latest may be a deleted one. Without messages, the
 * latest visible signal may have been deleted, and the latest of all would reveal the time of a message: then the limit
 * is now.
 */
function resumePosition(given: Position | null, latest: Position, sendsMessages: boolean): Position {
  const now = sendsMessages ? 0n : BigInt(Date.now()) * 1000n
  if (!given || given.signal > (now > latest.signal ? now : latest.signal)) return { ...latest, signal: 0n }
  return given.post > latest.post ? { ...latest, signal: given.signal } : given
}
