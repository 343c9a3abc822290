import { env } from '../../env'
import { type LiveEvent, subscribe } from '../../events/events'
import { postIdOf } from '../../http/changes.mjs'
import { log } from '../../log/log'
import { filterLiveSessions } from '../../sessions/queries'
import type { Viewer } from '../../viewer'
import { type Audience, loadAudience } from './audience'
import { Stream } from './stream'

/** Milliseconds. */
const heartbeatInterval = 25_000
/**
 * Milliseconds. The check finds what has no event: expired sessions, events lost while Redis was down, and members whom
 * a command has suspended without Redis. It takes one query for all streams.
 */
const sessionCheckInterval = 5000

/** Milliseconds in which changed posts are collected. */
const changePeriod = 500

/** Open streams of one user in all processes together. */
const maxStreams = 6

/** Open streams of one user in this process: its share. */
export function streamsPerUser(): number {
  return Math.max(1, Math.floor(maxStreams / env.WEB_CONCURRENCY))
}

type StreamUser = { streams: Set<Stream>; audience: Promise<Audience> }

/** The open streams of this process, by user. One subscription and two timers serve all of them. */
class StreamHub {
  readonly #users = new Map<number, StreamUser>()
  #stop: (() => void) | null = null
  /** Posts that changed since the last message about changes. */
  readonly #changedPosts = new Set<number>()
  #changeTimer: ReturnType<typeof setTimeout> | null = null

  /** @returns null when the user has the maximum of open streams */
  open(viewer: Viewer, lastEventId: string | null): Stream | null {
    const openStreams = this.#users.get(viewer.id)?.streams.size ?? 0
    if (openStreams >= streamsPerUser()) return null
    this.#stop ??= this.#start()
    const stream = new Stream(viewer.id, viewer.sessionId, (ended) => this.#remove(ended))
    const user = this.#add(stream)
    void stream.start(lastEventId, () => user.audience)
    // The session may have ended before the stream was registered.
    this.#startSessionCheck([stream])
    return stream
  }

  get size(): number {
    return this.#all().length
  }

  endAll(): void {
    for (const stream of this.#all()) stream.end({ reconnect: true })
  }

  /** Ends the streams whose session has ended. Takes one query for all. */
  async checkSessions(open = this.#all()): Promise<void> {
    const live = await filterLiveSessions(open.map(({ sessionId }) => sessionId))
    for (const stream of open) if (!live.has(stream.sessionId)) stream.end({ reconnect: false })
  }

  #startSessionCheck(open: Stream[]): void {
    this.checkSessions(open).catch((error) =>
      log.error({ event: 'stream.sessions', err: error }, 'cannot check sessions'),
    )
  }

  #start(): () => void {
    const unsubscribe = subscribe((event) => this.#handle(event))
    const heartbeat = setInterval(() => {
      for (const stream of this.#all()) stream.sendHeartbeat()
    }, heartbeatInterval)
    const sessionCheck = setInterval(() => this.#startSessionCheck(this.#all()), sessionCheckInterval)
    const endAll = () => this.endAll()
    process.once('roost:closing', endAll)
    return () => {
      unsubscribe()
      clearInterval(heartbeat)
      clearInterval(sessionCheck)
      process.off('roost:closing', endAll)
      if (this.#changeTimer) clearTimeout(this.#changeTimer)
      this.#changeTimer = null
      this.#changedPosts.clear()
    }
  }

  #add(stream: Stream): StreamUser {
    const { userId } = stream
    const user = this.#users.get(userId) ?? {
      streams: new Set<Stream>(),
      audience: startLoadingAudience(userId),
    }
    this.#users.set(userId, user)
    user.streams.add(stream)
    return user
  }

  #remove(stream: Stream): void {
    const user = this.#users.get(stream.userId)
    user?.streams.delete(stream)
    if (user?.streams.size === 0) this.#users.delete(stream.userId)
    if (this.#users.size > 0) return
    this.#stop?.()
    this.#stop = null
  }

  #handle(event: LiveEvent): void {
    switch (event.type) {
      case 'post':
        for (const { streams, audience } of this.#users.values())
          void audience.then(
            (loaded) => {
              for (const stream of streams) stream.sendPost(event, loaded)
            },
            () => {},
          )
        break
      case 'signals':
        for (const id of event.userIds) for (const stream of this.#streamsOf(id)) void stream.sendSignals()
        break
      case 'changed':
        this.#collectChanges(event.keys)
        break
      case 'relations': {
        const user = this.#users.get(event.userId)
        if (user) user.audience = startLoadingAudience(event.userId)
        break
      }
      case 'sessions-ended':
        for (const stream of this.#streamsOf(event.userId))
          if (event.sessionIds.includes(stream.sessionId)) stream.end({ reconnect: false })
        break
      case 'session-replaced':
        for (const stream of this.#streamsOf(event.userId))
          if (event.sessionId === stream.sessionId) stream.end({ reconnect: true })
        break
      case 'events-lost':
        this.#catchUp()
    }
  }

  /** Sends the ids of changed posts together, because likes come in bursts. Pages load the posts that they show. */
  #collectChanges(keys: string[]): void {
    for (const key of keys) {
      const id = postIdOf(key)
      if (id !== null) this.#changedPosts.add(id)
    }
    if (this.#changedPosts.size === 0) return
    this.#changeTimer ??= setTimeout(() => {
      this.#changeTimer = null
      const ids = [...this.#changedPosts]
      this.#changedPosts.clear()
      for (const stream of this.#all()) stream.sendChanges(ids)
    }, changePeriod)
  }

  /** Reads everything again from the database, after events were lost. */
  #catchUp(): void {
    for (const [userId, user] of this.#users) {
      user.audience = startLoadingAudience(userId)
      for (const stream of user.streams) {
        void stream.sendSignals()
        void stream.catchUp(() => user.audience)
      }
    }
  }

  #streamsOf(userId: number): Stream[] {
    return [...(this.#users.get(userId)?.streams ?? [])]
  }

  #all(): Stream[] {
    return [...this.#users.values()].flatMap(({ streams }) => [...streams])
  }
}

/** A failure ends the streams that await the audience; without any, it is not an unhandled rejection. */
function startLoadingAudience(userId: number): Promise<Audience> {
  const audience = loadAudience(userId)
  audience.catch(() => {})
  return audience
}

const shared = globalThis as { roostStreams?: StreamHub }

/** The hub of this process. */
export function streamHub(): StreamHub {
  shared.roostStreams ??= new StreamHub()
  return shared.roostStreams
}
