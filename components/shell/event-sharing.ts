import type { EventReceiver, StreamEvent } from './event-receiver'
import { openStream } from './event-stream'

/** Milliseconds in which a page that is on its way may take a stream over before an older tab does. */
const courtesy = 1000

/** Whether tabs can agree on one stream; locks are missing on plain http and in old browsers. */
export const canShareStream = (): boolean =>
  typeof navigator.locks?.request === 'function' && typeof BroadcastChannel === 'function'

/**
 * Listens to one stream together with the other tabs of the same session, because a browser opens six connections to a
 * site over HTTP/1.1. The tab that came or was looked at last holds the lock and the stream, from where it had got to
 * itself, and tells the others; they drop what they know.
 * @param name The same in tabs of the same session, and in no other.
 * @returns lets go of everything
 */
export function shareStream(
  name: string,
  inbox: EventReceiver,
  on: { over: () => void; fail: () => void },
): () => void {
  const channel = new BroadcastChannel(name)
  let turn: AbortController | null = null
  let leading = false
  let letGo = () => {}

  const take = (news: StreamEvent) => {
    channel.postMessage(news)
    hear(news)
  }
  const hear = (news: StreamEvent) => (news.kind === 'over' ? on.over() : inbox.take(news))
  channel.onmessage = ({ data }: MessageEvent<StreamEvent>) => hear(data)

  /** Holds the lock until `letGo`. */
  const lead = (wait: number) =>
    new Promise<void>((release) => {
      leading = true
      let close = () => {}
      const timer = setTimeout(() => {
        close = openStream(inbox.position, take, on.fail)
      }, wait)
      letGo = () => {
        clearTimeout(timer)
        close()
        leading = false
        release()
      }
    })
  /** In line for the lock, or past the line; back in line when another tab has taken it away. */
  const stand = async (first: boolean) => {
    turn?.abort()
    const mine = new AbortController()
    turn = mine
    await navigator.locks
      .request(name, first ? { steal: true } : { signal: mine.signal }, () =>
        mine.signal.aborted ? undefined : lead(first ? 0 : courtesy),
      )
      .catch(() => {})
    if (turn !== mine) return
    letGo()
    void stand(false)
  }
  const takeOver = () => {
    if (!leading && document.visibilityState === 'visible') void stand(true)
  }

  void stand(document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', takeOver)
  return () => {
    turn?.abort()
    turn = null
    letGo()
    channel.close()
    document.removeEventListener('visibilitychange', takeOver)
  }
}
