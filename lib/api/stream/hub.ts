import { env } from '../../env'
import { type LiveEvent, subscribe } from '../../events/events'
import { log } from '../../log/log'
import { filterLiveSessions } from '../../sessions/queries'
import type { Viewer } from '../../viewer'
import { type Audience, loadAudience } from './audience'
import { Stream } from './stream'

const heartbeatEvery = 25_000
/** Finds what no event told of: sessions that expired, bans, changes by another machine while Redis was away. */
const sessionsEvery = 30_000

/** Open streams of a member in all processes together; each process grants its share. */
const mostStreams = 6

/** The members with open pages in this process. One subscription and two timers serve them all. */
class Hub {
  readonly #members = new Map<number, { streams: Set<Stream>; audience: Promise<Audience> }>()
  #stop: (() => void) | null = null

  /** @returns null when the member has as many as one may. */
  open(viewer: Viewer, last: string | null): Stream | null {
    const streams = this.#members.get(viewer.id)?.streams
    if ((streams?.size ?? 0) >= Math.max(1, Math.floor(mostStreams / env.WEB_CONCURRENCY))) return null
    this.#stop ??= this.#start()
    const stream = new Stream(viewer.id, viewer.sessionId, (ended) => this.#remove(ended))
    const audience = this.#add(stream)
    void stream.begin(last, audience)
    // Its session may have ended before it could hear of that.
    this.#check([stream])
    return stream
  }

  get size(): number {
    return this.#all().length
  }

  endAll(): void {
    for (const stream of this.#all()) stream.end(false)
  }

  /** Ends the streams whose session is no longer good, in one query for all. */
  async checkSessions(open = this.#all()): Promise<void> {
    const live = await filterLiveSessions(open.map(({ sessionId }) => sessionId))
    for (const stream of open) if (!live.has(stream.sessionId)) stream.end(true)
  }

  #check(open: Stream[]): void {
    this.checkSessions(open).catch((error) =>
      log.error({ event: 'stream.sessions', err: error }, 'sessions could not be checked'),
    )
  }

  #start(): () => void {
    const unsubscribe = subscribe((event) => this.#hear(event))
    const beat = setInterval(() => {
      for (const stream of this.#all()) stream.beat()
    }, heartbeatEvery)
    const check = setInterval(() => this.#check(this.#all()), sessionsEvery)
    const end = () => this.endAll()
    process.once('roost:closing', end)
    return () => {
      unsubscribe()
      clearInterval(beat)
      clearInterval(check)
      process.off('roost:closing', end)
    }
  }

  #add(stream: Stream): Promise<Audience> {
    const { userId } = stream
    const member = this.#members.get(userId) ?? { streams: new Set(), audience: audienceOf(userId) }
    this.#members.set(userId, member)
    member.streams.add(stream)
    return member.audience
  }

  #remove(stream: Stream): void {
    const member = this.#members.get(stream.userId)
    member?.streams.delete(stream)
    if (member?.streams.size === 0) this.#members.delete(stream.userId)
    if (this.#members.size > 0) return
    this.#stop?.()
    this.#stop = null
  }

  #hear(event: LiveEvent): void {
    switch (event.type) {
      case 'post':
        for (const { streams, audience } of this.#members.values())
          void audience.then(
            (them) => {
              for (const stream of streams) stream.post(event, them)
            },
            () => {},
          )
        break
      case 'signals':
        for (const id of event.userIds)
          for (const stream of this.#members.get(id)?.streams ?? []) void stream.readSignals()
        break
      case 'relations': {
        const member = this.#members.get(event.userId)
        if (member) member.audience = audienceOf(event.userId)
        break
      }
      case 'sessions-ended':
        for (const stream of this.#members.get(event.userId)?.streams ?? [])
          if (event.sessionIds === 'all' || event.sessionIds.includes(stream.sessionId)) stream.end(true)
        break
      case 'session-replaced':
        for (const stream of this.#members.get(event.userId)?.streams ?? [])
          if (event.sessionId === stream.sessionId) stream.end(false)
        break
      case 'missed':
        this.#recover()
    }
  }

  #recover(): void {
    for (const [userId, member] of this.#members) {
      member.audience = audienceOf(userId)
      for (const stream of member.streams) {
        void stream.readSignals()
        void stream.catchUp(member.audience)
      }
    }
  }

  #all(): Stream[] {
    return [...this.#members.values()].flatMap(({ streams }) => [...streams])
  }
}

/** The streams that wait for it end when it cannot be loaded; nobody else needs to hear. */
function audienceOf(userId: number): Promise<Audience> {
  const audience = loadAudience(userId)
  audience.catch(() => {})
  return audience
}

const shared = globalThis as { roostStreams?: Hub }

/** The one of this process. */
export function streams(): Hub {
  shared.roostStreams ??= new Hub()
  return shared.roostStreams
}
