export type EventStream = {
  /** Waits for the next signal. @returns the time of its arrival in milliseconds since 1970; null after the timeout */
  nextSignal: (timeout: number) => Promise<number | null>
  close: () => void
}

/** Opens the event stream of a session at one web process and waits for its first event. */
export async function listenToStream(origin: string, cookie: string): Promise<EventStream> {
  const abort = new AbortController()
  const response = await fetch(`${origin}/data/stream`, { headers: { cookie }, signal: abort.signal })
  if (response.status !== 200 || !response.body) throw new Error(`the stream returned ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let seen = 0
  const reading = (async () => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += value
    }
  })().catch(() => {})
  const countSignals = () => text.split('event: signal').length - 1
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50))
  while (!text.includes('event: hello')) await pause()
  // The stream begins with the current values, which do not count as new signals.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  seen = countSignals()
  return {
    async nextSignal(timeout) {
      const deadline = Date.now() + timeout
      while (countSignals() <= seen && Date.now() < deadline) await pause()
      if (countSignals() <= seen) return null
      seen = countSignals()
      return Date.now()
    },
    close() {
      abort.abort()
      void reading
    },
  }
}
