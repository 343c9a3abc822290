import { Inbox } from './live-inbox'
import { poll } from './live-poll'
import { canShare, shareStream } from './live-share'
import { openStream } from './live-stream'

export type NewsSource = {
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
export function readNews({ user, session, at, stream, pollSeconds }: NewsSource): () => void {
  const inbox = new Inbox(at)
  const name = `roost-live-${user}-${session}`
  let failures = 0
  let stop = () => {}

  const over = () => stop()
  const fail = () => {
    stop()
    failures += 1
    const stopPolling = poll(inbox, pollSeconds, over)
    const again = setTimeout(listen, Math.min(failures, 10) * retryAfter)
    stop = () => {
      clearTimeout(again)
      stopPolling()
    }
  }
  const listen = () => {
    stop()
    if (!stream) stop = poll(inbox, pollSeconds, over)
    else if (canShare()) stop = shareStream(name, inbox, { over, fail })
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
