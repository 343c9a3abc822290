import { pollEvents } from './event-poll'
import { EventReceiver } from './event-receiver'
import { canShareStream, shareStream } from './event-sharing'
import { openStream } from './event-stream'

export type SubscriptionOptions = {
  userId: number
  sessionId: number
  /** What the page already shows (EventReceiver). */
  position: string
  /** Whether the server offers an event stream; otherwise the page polls. */
  canStream: boolean
  pollSeconds: number
}

/** Milliseconds of polling before the stream is retried, times the number of failures up to ten. */
const retryDelay = 30_000

/**
 * Receives events by a shared stream, a stream of this tab or polling, in this order of preference.
 * @returns Ends the subscription.
 */
export function subscribeToEvents(options: SubscriptionOptions): () => void {
  const { userId, sessionId, position, canStream, pollSeconds } = options
  const receiver = new EventReceiver(position)
  const name = `roost-events-${userId}-${sessionId}`
  let failures = 0
  let stop = () => {}

  const onEnd = () => stop()
  const onFailure = () => {
    stop()
    failures += 1
    const stopPolling = pollEvents(receiver, pollSeconds, onEnd)
    const retryTimer = setTimeout(start, Math.min(failures, 10) * retryDelay)
    stop = () => {
      clearTimeout(retryTimer)
      stopPolling()
    }
  }
  const start = () => {
    stop()
    if (!canStream) stop = pollEvents(receiver, pollSeconds, onEnd)
    else if (canShareStream()) stop = shareStream(name, receiver, { end: onEnd, failure: onFailure })
    else
      stop = openStream(
        receiver.position,
        (event) => (event.kind === 'end' ? onEnd() : receiver.receive(event)),
        onFailure,
      )
  }

  // A page in the back/forward cache must hold no lock and no connection.
  const onPageHide = () => stop()
  const onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) start()
  }
  start()
  addEventListener('pagehide', onPageHide)
  addEventListener('pageshow', onPageShow)
  return () => {
    stop()
    removeEventListener('pagehide', onPageHide)
    removeEventListener('pageshow', onPageShow)
  }
}
