import { SingleBar } from 'cli-progress'
import { explainDatabaseError } from '../../lib/db/explain-error'
import { type Progress, type RowCounts, sum } from '../db/transfer/copy'
import { toolSettings } from '../settings.mjs'

/** Completes the settings before lib/env.ts reads them, and hands them out. */
export async function loadSettings() {
  Object.assign(process.env, toolSettings())
  const { databaseUrl, env } = await import('../../lib/env')
  return { databaseUrl, env }
}

/** Runs a command; a failure is one line and exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(explainDatabaseError(error))
    process.exitCode = 1
  }
}

/** `work` with a bar on the terminal; without one when the output goes elsewhere, or to a program. */
export async function withBar<T>(
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

/** `100,000 posts, 1,000 users and 50,000 rows more`: the largest tables by name. */
export function shownRows(rows: RowCounts): string {
  const largest = Object.entries(rows).sort(([, a], [, b]) => b - a)
  const named = largest.slice(0, 3).map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
  const rest = sum(rows) - largest.slice(0, 3).reduce((total, [, count]) => total + count, 0)
  return rest > 0 ? `${named.join(', ')} and ${rest.toLocaleString('en')} rows more` : named.join(', ')
}

export const shownSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

export const shownBytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
