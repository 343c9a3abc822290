import type { StreamEvent } from './event-receiver'

/** Failures in a row, of a few seconds each, before the page polls instead. */
const mostFailures = 3
/** Milliseconds in which a stream has to begin: something in between may hold it back. */
const patience = 10_000

/**
 * Opens the server's stream; the browser comes back to it by itself after a break.
 * @param at From where it goes on.
 * @param fail Called when no stream can be had.
 * @returns closes it
 */
export function openStream(at: string, take: (news: StreamEvent) => void, fail: () => void): () => void {
  const source = new EventSource(`/api/stream?last=${at}`)
  let failures = 0
  let timer = setTimeout(giveUp, patience)
  function giveUp() {
    close()
    fail()
  }
  function close() {
    clearTimeout(timer)
    source.close()
  }
  const on = (kind: string, read: (event: MessageEvent<string>) => void) =>
    source.addEventListener(kind, read as (event: Event) => void)

  on('hello', () => {
    clearTimeout(timer)
    failures = 0
  })
  on('signal', ({ data }) => take({ kind: 'signal', signal: JSON.parse(data) }))
  on('post', ({ data, lastEventId: at }) => take({ kind: 'post', post: JSON.parse(data), at }))
  on('reset', ({ lastEventId: at }) => take({ kind: 'reset', at }))
  on('end', () => {
    close()
    take({ kind: 'over' })
  })
  source.onerror = () => {
    failures += 1
    clearTimeout(timer)
    if (source.readyState === EventSource.CLOSED || failures >= mostFailures) giveUp()
    else timer = setTimeout(giveUp, patience * 2)
  }
  return close
}
