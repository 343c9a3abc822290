import { parseFlags } from '../../scripts/cli/parse-flags'

/** A problem that the user can fix: printed as one line without a stack. */
export class SeedError extends Error {}

export const usage = `npm run seed [-- flags]

  without flags    a small community with posts in several languages, to try things out
    --force        also when the database has other members (never in production)

  --users N --posts N --follows N [--seed N]
                   a benchmark database: N members who follow N others each, and N posts in total
                   (default 1000, 100000 and 50); the same seed creates the same rows

  --clean          delete the members created by either of these, with everything that belongs to them
    --yes          also in production`

export type BenchSize = { users: number; posts: number; follows: number; seed: number }

export type Flags =
  | { kind: 'help' }
  | { kind: 'community'; force: boolean }
  | { kind: 'clean'; yes: boolean }
  | ({ kind: 'bench' } & BenchSize)

/**
 * Parses the command line.
 * @throws Error in one line that names the invalid flag and the valid values
 */
export function parseSeedFlags(args: string[]): Flags {
  const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const]
  const booleans = { help: flag, force: flag, clean: flag, yes: flag }
  const options = { ...booleans, users: text, posts: text, follows: text, seed: text }
  const { values } = parseFlags('npm run seed --', { args, options })
  if (values.help) return { kind: 'help' }
  const sized = values.users ?? values.posts ?? values.follows
  if (values.clean) {
    if (sized ?? values.seed ?? values.force) throw new SeedError('--clean allows no other flag than --yes.')
    return { kind: 'clean', yes: values.yes ?? false }
  }
  if (values.yes) throw new SeedError('--yes requires --clean; try --help.')
  if (sized === undefined) {
    if (values.seed !== undefined)
      throw new SeedError('--seed requires --users, --posts or --follows; try --help.')
    return { kind: 'community', force: values.force ?? false }
  }
  if (values.force)
    throw new SeedError('--force is not allowed for a benchmark database, which must be empty.')
  const users = parseInteger('users', values.users, 1000, { min: 1, max: 1_000_000 })
  const posts = parseInteger('posts', values.posts, 100_000, { min: 0, max: 20_000_000 })
  const follows = parseInteger('follows', values.follows, Math.min(50, users - 1), { min: 0, max: 1000 })
  const seed = parseInteger('seed', values.seed, 1, { min: 0, max: 2 ** 32 - 1 })
  if (follows >= users)
    throw new SeedError(
      `--follows ${follows} requires more than ${users} members: members do not follow themselves.`,
    )
  return { kind: 'bench', users, posts, follows, seed }
}

function parseInteger(
  name: string,
  value: string | undefined,
  fallback: number,
  range: { min: number; max: number },
): number {
  if (value === undefined) return fallback
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= range.min && number <= range.max) return number
  throw new SeedError(`--${name} is "${value}": expected a whole number from ${range.min} to ${range.max}.`)
}
