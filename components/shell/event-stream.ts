import type { StreamEvent } from './event-receiver'

/** Consecutive failures before the page polls instead. */
const maxFailures = 3
/** Milliseconds until the first event must arrive; a proxy may buffer the stream. */
const startTimeout = 10_000

/**
 * Opens the event stream. The browser reconnects after an interruption.
 * @param position Where the stream resumes.
 * @param onFailure Called when no stream can be opened.
 * @returns Closes the stream.
 */
export function openStream(
  position: string,
  onEvent: (event: StreamEvent) => void,
  onFailure: () => void,
): () => void {
  const source = new EventSource(`/data/stream?last=${position}`)
  let failures = 0
  let timer = setTimeout(fail, startTimeout)
  function fail() {
    close()
    onFailure()
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
  on('signal', ({ data }) => onEvent({ kind: 'signal', signal: JSON.parse(data) }))
  on('post', ({ data, lastEventId: position }) => onEvent({ kind: 'post', post: JSON.parse(data), position }))
  on('changed', ({ data }) => onEvent({ kind: 'changed', ids: JSON.parse(data).ids }))
  on('reset', ({ lastEventId: position }) => onEvent({ kind: 'reset', position }))
  on('end', () => {
    close()
    onEvent({ kind: 'end' })
  })
  source.onerror = () => {
    failures += 1
    clearTimeout(timer)
    if (source.readyState === EventSource.CLOSED || failures >= maxFailures) fail()
    else timer = setTimeout(fail, startTimeout * 2)
  }
  return close
}
