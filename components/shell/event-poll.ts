import type { EventReceiver, SignalJson } from './event-receiver'

/**
 * Asks every few seconds what is new, while the page can be seen, and at once when it is looked at again. A question
 * that fails is followed by the next.
 * @param over Called when the session has ended; nothing is asked any more.
 * @returns ends it
 */
export function pollEvents(inbox: EventReceiver, seconds: number, over: () => void): () => void {
  let since = 0
  let asking = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const ask = async () => {
    clearTimeout(timer)
    if (asking || stopped || document.visibilityState === 'hidden') return
    asking = true
    try {
      const answer = await fetch(`/notifications?since=${since}`, { headers: { accept: 'application/json' } })
      if (answer.status === 401) over()
      else
        for (const signal of (await answer.json()) as SignalJson[]) {
          since = Math.max(since, signal.timestamp)
          inbox.take({ kind: 'signal', signal })
        }
    } catch {
      // The next one may do better.
    }
    asking = false
    if (!stopped) timer = setTimeout(ask, seconds * 1000)
  }

  void ask()
  document.addEventListener('visibilitychange', ask)
  return () => {
    stopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', ask)
  }
}
