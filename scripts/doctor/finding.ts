import { explainDatabaseError } from '../../lib/db/explain-error'

/** The result of one check. `text` says what to do next, unless everything is right. */
export type Finding = { level: 'ok' | 'warning' | 'problem'; part: string; text: string }

export type Check = () => Finding[] | Promise<Finding[]>

/** Milliseconds after which a check counts as failed. */
const timeout = 15_000

export const ok = (part: string, text: string): Finding => ({ level: 'ok', part, text })
export const warning = (part: string, text: string): Finding => ({ level: 'warning', part, text })
export const problem = (part: string, text: string): Finding => ({ level: 'problem', part, text })

/** Runs checks at the same time. One that throws or takes too long is a problem. */
export async function runChecks(checks: Record<string, Check>): Promise<Finding[]> {
  const results = await Promise.all(Object.entries(checks).map(([part, check]) => attempt(part, check)))
  return results.flat()
}

async function attempt(part: string, check: Check): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding[]>((resolve) => {
    const text = `No answer within ${timeout / 1000} s: check the network and the address in the settings.`
    timer = setTimeout(() => resolve([problem(part, text)]), timeout)
  })
  try {
    return await Promise.race([check(), late])
  } catch (error) {
    return [problem(part, explainDatabaseError(error))]
  } finally {
    clearTimeout(timer)
  }
}

/** Prints one line for each finding. */
export function print(findings: Finding[]): void {
  for (const { level, part, text } of findings) console.log(`${level.padEnd(8)} ${part.padEnd(10)} ${text}`)
}
