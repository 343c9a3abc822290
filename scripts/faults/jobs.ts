import { query } from './load'
import { pause } from './processes'
import type { Report } from './report'
import type { Stack } from './stack'

/** Reports whether all due jobs have run a minute after the fault: a lease of a lost process lasts 30 s. */
export async function reportJobs(report: Report, stack: Stack): Promise<void> {
  const count = async (condition: string) =>
    Number(
      (
        await query<{ n: string }>(stack.postgresql.url, `SELECT COUNT(*) AS n FROM jobs WHERE ${condition}`)
      )[0]?.n,
    )
  const started = Date.now()
  const due = "failed_at IS NULL AND run_at <= now() AND kind IN ('verify-email', 'mail')"
  while ((await count(due)) > 0 && Date.now() - started < 90_000) await pause(500)
  const [left, failed] = [await count(due), await count('failed_at IS NOT NULL')]
  const seconds = Math.round((Date.now() - started) / 1000)
  report.add(
    'all mails are sent afterwards',
    left === 0 && failed === 0,
    `${left} left after ${seconds} s, ${failed} failed`,
  )
}
