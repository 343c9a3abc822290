import type { EventReceiver, SignalJson } from './event-receiver'

/**
 * Polls for signals while the page is visible, and immediately when it becomes visible. A failed request is retried after
 * the usual interval.
 * @param onEnd Called when the session has ended.
 * @returns Stops polling.
 */
export function pollEvents(receiver: EventReceiver, seconds: number, onEnd: () => void): () => void {
  let since = 0
  let isBusy = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const request = async () => {
    clearTimeout(timer)
    if (isBusy || stopped || document.visibilityState === 'hidden') return
    isBusy = true
    try {
      const response = await fetch(`/notifications?since=${since}`, {
        headers: { accept: 'application/json' },
      })
      if (response.status === 401) onEnd()
      else
        for (const signal of (await response.json()) as SignalJson[]) {
          since = Math.max(since, signal.timestamp)
          receiver.receive({ kind: 'signal', signal })
        }
    } catch {
      // The next request retries.
    }
    isBusy = false
    if (!stopped) timer = setTimeout(request, seconds * 1000)
  }

  void request()
  document.addEventListener('visibilitychange', request)
  return () => {
    stopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', request)
  }
}
