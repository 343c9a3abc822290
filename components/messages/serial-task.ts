const firstWait = 2_000
const longestWait = 15_000

/**
 * Work that is asked for again while it runs runs once more afterwards, and work that fails is tried again, later and
 * later, until it is stopped. `ask` and `stop` can be called at any time.
 */
export function createSerialTask(work: () => Promise<void>): { run: () => void; stop: () => void } {
  let running = false
  let again = false
  let stopped = false
  let wait = firstWait
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = async () => {
    clearTimeout(timer)
    again = running
    if (running || stopped) return
    running = true
    const done = await work().then(
      () => true,
      () => false,
    )
    running = false
    wait = done ? firstWait : Math.min(wait * 2, longestWait)
    if (stopped) return
    if (!done) timer = setTimeout(run, wait)
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
