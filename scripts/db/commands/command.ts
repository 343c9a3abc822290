import type { ParseArgsConfig } from 'node:util'
import { confirm } from '../../cli/confirm'

export type Flags = Record<string, string | boolean | string[] | undefined>

export type Input = {
  /** The positional arguments. */
  args: string[]
  flags: Flags
  /** The database URL of the settings; read on demand, so that --help works with invalid settings. */
  url: () => Promise<string>
  /** Prints a line before a question or a long wait; silent under --json. */
  log: (line: string) => void
}

export type Result = {
  lines: string[]
  json: object
  /** Sets exit code 1 although the command itself succeeded. */
  failed?: boolean
}

/** A command of `npm run db`. */
export type Command = {
  summary: string
  /** The arguments, as shown in the usage line. */
  usage: string
  /** Lines for --help, one for each option. */
  help: string[]
  options?: NonNullable<ParseArgsConfig['options']>
  /** The number of positional arguments. */
  args: { min: number; max: number }
  /** @throws Error in one line: what is wrong and what to do */
  run: (input: Input) => Promise<Result>
}

export const noArguments = { min: 0, max: 0 }

/** The result of --sql: what would be run. */
export function sqlResult(sql: string): Result {
  return { lines: [sql.trim() || '-- nothing to do'], json: { sql: sql.trim() } }
}

/** The value of a flag that takes a text. */
export function textFlag(value: Flags[string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/**
 * Asks before data is lost; under --yes only prints the losses. Does nothing without losses.
 * @throws Error when the person declines
 */
export async function confirmLosses(
  action: string,
  losses: string[],
  { flags, log }: Pick<Input, 'flags' | 'log'>,
): Promise<void> {
  if (flags.yes) for (const loss of losses) log(loss)
  else if (losses.length > 0) await confirm(`${action}: ${losses.join(' ')}`, 'yes', false)
}
