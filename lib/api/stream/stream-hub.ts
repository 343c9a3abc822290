import { maySeeMessages } from '../../api-tokens/policy'
import { filterLiveTokens, type LiveToken } from '../../api-tokens/queries'
import { logFailure } from '../../db/outage'
import { env } from '../../env'
import { type LiveEvent, subscribe } from '../../events/events'
import { postIdOf } from '../../http/changes.mjs'
import { filterLiveSessions } from '../../sessions/queries'
import { runUnrecorded } from '../../telemetry/current'
import type { Viewer } from '../../viewer'
import { type Audience, loadAudience } from './audience'
import { type Credential, Stream } from './stream'

/** Milliseconds. */
const heartbeatInterval = 25_000
/**
 * Milliseconds. The check finds what has no event: expired sessions and tokens, events lost while Redis was down, and
 * members whom a command has suspended without Redis. It takes two queries for all streams.
 */
const credentialCheckInterval = 5000

/** Milliseconds: the maximum delay of a Node timer. */
const maxDelay = 2 ** 31 - 1

/** Milliseconds by which a timer of Node may be early. */
const timerError = 5

/** Milliseconds in which changed posts are collected. */
const changePeriod = 500

/** Open streams of one user in all processes together. Pages and API clients have this limit each. */
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

  /**
   * @param token absent for the session of the viewer
   * @returns null when the user has the maximum of open streams
   */
  open(viewer: Viewer, lastEventId: string | null, token?: LiveToken): Stream | null {
    const credential: Credential = token
      ? { kind: 'token', id: token.id }
      : { kind: 'session', id: viewer.sessionId }
    const others = this.#streamsOf(viewer.id).filter((other) => other.credential.kind === credential.kind)
    if (others.length >= streamsPerUser()) return null
    // The subscription and the timers outlive the request that starts them.
    this.#stop ??= runUnrecorded(() => this.#start())
    const options = { sendsMessages: !token || maySeeMessages(token) }
    const stream = new Stream(viewer.id, credential, options, (ended) => {
      clearTimeout(expiry)
      this.#remove(ended)
    })
    const expiry = token && this.#checkAt(token.expiresAt, stream)
    const user = this.#add(stream)
    void stream.start(lastEventId, () => user.audience)
    // The session or token may have ended before the stream was registered.
    this.#startCredentialCheck([stream])
    return stream
  }

  get size(): number {
    return this.#all().length
  }

  endAll(): void {
    for (const stream of this.#all()) stream.end({ reconnect: true })
  }

  /** Ends the streams whose session or token has ended. Takes one query for all sessions and one for all tokens. */
  async checkCredentials(open = this.#all()): Promise<void> {
    const idsOf = (kind: Credential['kind']) =>
      open.flatMap(({ credential }) => (credential.kind === kind ? [credential.id] : []))
    const [session, token] = await Promise.all([
      filterLiveSessions(idsOf('session')),
      filterLiveTokens(idsOf('token')),
    ])
    const live = { session, token }
    for (const stream of open)
      if (!live[stream.credential.kind].has(stream.credential.id)) stream.end({ reconnect: false })
  }

  #checkAt(time: Date, stream: Stream): NodeJS.Timeout {
    const delay = Math.min(time.getTime() - Date.now() + timerError, maxDelay)
    return runUnrecorded(() => setTimeout(() => this.#startCredentialCheck([stream]), delay))
  }

  #startCredentialCheck(open: Stream[]): void {
    this.checkCredentials(open).catch((error) =>
      logFailure('stream.credentials', error, 'cannot check sessions and tokens'),
    )
  }

  #start(): () => void {
    // An event arrives during the request that publishes it.
    const unsubscribe = subscribe((event) => runUnrecorded(() => this.#handle(event)))
    const heartbeat = setInterval(() => {
      for (const stream of this.#all()) stream.sendHeartbeat()
    }, heartbeatInterval)
    const check = setInterval(() => this.#startCredentialCheck(this.#all()), credentialCheckInterval)
    const endAll = () => this.endAll()
    process.once('roost:closing', endAll)
    return () => {
      unsubscribe()
      clearInterval(heartbeat)
      clearInterval(check)
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
        this.#endStreams(this.#streamsOf(event.userId), 'session', event.sessionIds)
        break
      case 'session-replaced':
        this.#endStreams(this.#streamsOf(event.userId), 'session', [event.sessionId], true)
        break
      case 'tokens-ended':
        this.#endStreams(this.#all(), 'token', event.tokenIds)
        break
      case 'events-lost':
        this.#catchUp()
    }
  }

  #endStreams(open: Stream[], kind: Credential['kind'], ids: number[], reconnect = false): void {
    for (const stream of open)
      if (stream.credential.kind === kind && ids.includes(stream.credential.id)) stream.end({ reconnect })
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
