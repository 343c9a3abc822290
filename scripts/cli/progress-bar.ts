import { SingleBar } from 'cli-progress'

export type Progress = (done: number, total: number) => void

/**
 * Runs `work` with a progress bar on the terminal; without one under --json or when the output is redirected.
 * @param unit what is counted, for the label
 */
export async function withProgressBar<T>(
  json: boolean,
  unit: string,
  work: (onProgress?: Progress) => Promise<T>,
): Promise<T> {
  if (json || !process.stdout.isTTY) return work()
  const format = `{bar} {percentage}% | {value}/{total} ${unit} | {duration_formatted}`
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true })
  try {
    return await work((done, total) => {
      if (!bar.isActive) bar.start(total, 0)
      bar.setTotal(total)
      bar.update(done)
    })
  } finally {
    bar.stop()
  }
}
