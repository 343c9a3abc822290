import type { EventReceiver, StreamEvent } from './event-receiver'
import { openStream } from './event-stream'

/** Milliseconds before an older tab opens a stream; a page that is loading takes the lock in this time. */
const takeoverDelay = 1000

/** Whether tabs can share a stream; locks are missing on plain http and in old browsers. */
export function canShareStream(): boolean {
  return typeof navigator.locks?.request === 'function' && typeof BroadcastChannel === 'function'
}

/**
 * Shares one stream between the tabs of a session, because over HTTP/1.1 a browser opens only six connections to a site.
 * The tab that was opened or made visible last holds the lock and the stream, which resumes at that tab's position. It
 * broadcasts every event; the other tabs ignore duplicates.
 * @param name The name of lock and channel, unique for the session.
 * @returns Releases the lock, the stream and the channel.
 */
export function shareStream(
  name: string,
  receiver: EventReceiver,
  on: { end: () => void; failure: () => void },
): () => void {
  const channel = new BroadcastChannel(name)
  let attempt: AbortController | null = null
  let isLeader = false
  let release = () => {}

  const broadcast = (event: StreamEvent) => {
    channel.postMessage(event)
    handle(event)
  }
  const handle = (event: StreamEvent) => (event.kind === 'end' ? on.end() : receiver.receive(event))
  channel.onmessage = ({ data }: MessageEvent<StreamEvent>) => handle(data)

  /** Holds the lock until `release`. */
  const lead = (delay: number) =>
    new Promise<void>((resolve) => {
      isLeader = true
      let close = () => {}
      const timer = setTimeout(() => {
        close = openStream(receiver.position, broadcast, on.failure)
      }, delay)
      release = () => {
        clearTimeout(timer)
        close()
        isLeader = false
        resolve()
      }
    })
  /** Waits for the lock or steals it; waits again after another tab has stolen it. */
  const requestLock = async (steal: boolean) => {
    attempt?.abort()
    const current = new AbortController()
    attempt = current
    await navigator.locks
      .request(name, steal ? { steal: true } : { signal: current.signal }, () =>
        current.signal.aborted ? undefined : lead(steal ? 0 : takeoverDelay),
      )
      .catch(() => {})
    if (attempt !== current) return
    release()
    void requestLock(false)
  }
  const takeOver = () => {
    if (!isLeader && document.visibilityState === 'visible') void requestLock(true)
  }

  void requestLock(document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', takeOver)
  return () => {
    attempt?.abort()
    attempt = null
    release()
    channel.close()
    document.removeEventListener('visibilitychange', takeOver)
  }
}
