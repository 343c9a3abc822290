import { parseFlags } from '../../scripts/cli/parse-flags'

/** Something the person can mend: one line, no stack. */
export class SeedError extends Error {}

export const usage = `npm run seed [-- flags]

  without flags    a small community with posts in several languages, to try things out
    --force        also when the database holds other members (never in production)

  --users N --posts N --follows N [--seed N]
                   a benchmark database: N members who follow N others each, and N posts in all
                   (1000, 100000 and 50 unless said otherwise); the same seed makes the same rows

  --clean          remove the members that either of these made, with all that is theirs, and nobody else
    --yes          also in production`

export type BenchSize = { users: number; posts: number; follows: number; seed: number }

export type Flags =
  | { kind: 'help' }
  | { kind: 'community'; force: boolean }
  | { kind: 'clean'; yes: boolean }
  | ({ kind: 'bench' } & BenchSize)

/**
 * Reads the command line.
 * @throws Error in one line that says which flag is wrong and what it may be.
 */
export function seedFlags(args: string[]): Flags {
  const [text, mark] = [{ type: 'string' } as const, { type: 'boolean' } as const]
  const marks = { help: mark, force: mark, clean: mark, yes: mark }
  const options = { ...marks, users: text, posts: text, follows: text, seed: text }
  const { values } = parseFlags('npm run seed --', { args, options })
  if (values.help) return { kind: 'help' }
  const sized = values.users ?? values.posts ?? values.follows
  if (values.clean) {
    if (sized ?? values.seed ?? values.force)
      throw new SeedError('--clean goes with no other flag but --yes.')
    return { kind: 'clean', yes: values.yes ?? false }
  }
  if (values.yes) throw new SeedError('--yes belongs to --clean; try --help.')
  if (sized === undefined) {
    if (values.seed !== undefined)
      throw new SeedError('--seed belongs to --users, --posts and --follows; try --help.')
    return { kind: 'community', force: values.force ?? false }
  }
  if (values.force)
    throw new SeedError('--force does not go with a benchmark database, which must be empty at first.')
  const users = whole('users', values.users, 1000, { min: 1, max: 1_000_000 })
  const posts = whole('posts', values.posts, 100_000, { min: 0, max: 20_000_000 })
  const follows = whole('follows', values.follows, Math.min(50, users - 1), { min: 0, max: 1000 })
  const seed = whole('seed', values.seed, 1, { min: 0, max: 2 ** 32 - 1 })
  if (follows >= users)
    throw new SeedError(`--follows ${follows} needs more than ${users} members: nobody follows themselves.`)
  return { kind: 'bench', users, posts, follows, seed }
}

function whole(
  name: string,
  value: string | undefined,
  fallback: number,
  range: { min: number; max: number },
): number {
  if (value === undefined) return fallback
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= range.min && number <= range.max) return number
  throw new SeedError(`--${name} is "${value}": a whole number from ${range.min} to ${range.max} is wanted.`)
}
