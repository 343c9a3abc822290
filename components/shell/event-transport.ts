import { pollEvents } from './event-poll'
import { EventReceiver } from './event-receiver'
import { canShareStream, shareStream } from './event-sharing'
import { openStream } from './event-stream'

export type SubscriptionOptions = {
  user: number
  session: number
  /** What the page already shows (Inbox). */
  at: string
  /** Whether there are streams at all, or pages have to poll. */
  stream: boolean
  pollSeconds: number
}

/** Milliseconds of polling before a stream is tried again; longer each time, up to ten times as long. */
const retryAfter = 30_000

/** Brings a page its news, by the best way there is, until it is left. @returns ends it */
export function subscribe({ user, session, at, stream, pollSeconds }: SubscriptionOptions): () => void {
  const inbox = new EventReceiver(at)
  const name = `roost-live-${user}-${session}`
  let failures = 0
  let stop = () => {}

  const over = () => stop()
  const fail = () => {
    stop()
    failures += 1
    const stopPolling = pollEvents(inbox, pollSeconds, over)
    const again = setTimeout(listen, Math.min(failures, 10) * retryAfter)
    stop = () => {
      clearTimeout(again)
      stopPolling()
    }
  }
  const listen = () => {
    stop()
    if (!stream) stop = pollEvents(inbox, pollSeconds, over)
    else if (canShareStream()) stop = shareStream(name, inbox, { over, fail })
    else stop = openStream(inbox.position, (news) => (news.kind === 'over' ? over() : inbox.take(news)), fail)
  }

  // A page that may be shown again (back, forward) keeps neither lock nor connection meanwhile.
  const leave = () => stop()
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (persisted) listen()
  }
  listen()
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  return () => {
    stop()
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
  }
}
