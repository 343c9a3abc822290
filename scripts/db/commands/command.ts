import type { ParseArgsConfig } from 'node:util'
import { confirm } from '../../cli/confirm'

export type Flags = Record<string, string | boolean | string[] | undefined>

export type Input = {
  /** What stands after the verb. */
  names: string[]
  flags: Flags
  /** The database that the settings name; read only when a verb asks, so that a wrong one hides no help. */
  url: () => Promise<string>
  /** Tells something before a question or a long wait; silent under --json. */
  say: (line: string) => void
}

export type Answer = {
  lines: string[]
  json: object
  /** Exit code 1, although nothing went wrong with the command itself. */
  failed?: boolean
}

export type Verb = {
  summary: string
  /** What follows the verb. */
  usage: string
  /** Lines for --help, each option on its own. */
  help: string[]
  options?: NonNullable<ParseArgsConfig['options']>
  /** How many names it takes. */
  names: { min: number; max: number }
  /** @throws Error in one line: what is wrong and what to do */
  run: (input: Input) => Promise<Answer>
}

/** The answer to --sql: what would have been run. */
export const sqlAnswer = (sql: string): Answer => ({
  lines: [sql.trim() || '-- nothing to do'],
  json: { sql: sql.trim() },
})

/** Asks before something is lost; with --yes it only tells what. Nothing to lose is no question. */
export async function confirmLoss(
  what: string,
  losses: string[],
  flags: Flags,
  say: (line: string) => void,
): Promise<void> {
  if (flags.yes) for (const loss of losses) say(loss)
  else if (losses.length > 0) await confirm(`${what}: ${losses.join(' ')}`, 'yes', Boolean(flags.yes))
}
