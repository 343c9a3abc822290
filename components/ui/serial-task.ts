/** Milliseconds before a retry: the first delay, doubled after each failure up to the maximum. */
const firstDelay = 2_000
const maxDelay = 15_000

/**
 * Runs a task one at a time. A call of `run` during a run causes one more run; a failed run is retried with exponential
 * back-off until `stop` is called.
 */
export function createSerialTask(task: () => Promise<void>): { run: () => void; stop: () => void } {
  let running = false
  let again = false
  let stopped = false
  let delay = firstDelay
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = async () => {
    clearTimeout(timer)
    again = running
    if (running || stopped) return
    running = true
    const succeeded = await task().then(
      () => true,
      () => false,
    )
    running = false
    delay = succeeded ? firstDelay : Math.min(delay * 2, maxDelay)
    if (stopped) return
    if (!succeeded) timer = setTimeout(run, delay)
    else if (again) void run()
  }
  return {
    run: () => void run(),
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
