import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const usage = `npm run bench [-- flags]
npm run bench -- contention [flags]   many concurrent writers and readers on both engines; see its own --help
npm run bench -- streams [flags]      many open event streams; see its own --help
npm run bench -- soak [flags]         30 minutes of members with open pages; see its own --help
npm run bench -- log-in-burst [flags] many concurrent log-ins while members read; see its own --help
npm run bench -- growth [flags]       the reads on databases of up to ten million posts; see its own --help
npm run bench -- pages [flags]        Lighthouse on the most important pages; see its own --help

  --seconds N      duration of one measurement (4)
  --rounds N       measurements per row, alternating with those of the baselines (5)
  --rows WORD      only rows whose name contains the word
  --posts N        posts in the database (100000), by as many members as have 50 posts each, at most 1000
  --data DIR       data directory of the benchmark (.data/bench, or .data/bench-N), filled by the seed when empty
  --sqlite         use SQLite in that directory even if DATABASE_URL is set; that of .env is never used
  --node N         run everything on the newest Node N of the npm registry, in a copy of the checkout
  --peer FILE      requests per second of another program, measured on the same machine, as JSON:
                   { "name": "Peer", "rates": { "explore, member": 100 } }
  --compare FILE   show the change since an earlier result, which --json has printed
  --json           print the result as JSON
  --markdown FILE  also write the tables to a file; replaces the part between the markers if the file has them`

export type Flags = {
  seconds: number
  rounds: number
  rows: string
  posts: number
  data: string
  sqlite: boolean
  node: number | null
  peer: string | null
  compare: string | null
  json: boolean
  markdown: string | null
}

const standardPosts = 100_000

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  ...{ seconds: text, rounds: text, rows: text, posts: text, data: text, sqlite: flag, node: text },
  ...{ peer: text, compare: text, json: flag, markdown: text, help: flag },
}

/**
 * Parses the flags of the command.
 * @returns null for --help
 * @throws Error for an unknown or malformed flag
 */
export function parseFlags(args: string[]): Flags | null {
  const { values } = parseArgs({ args, options })
  if (values.help) return null
  const posts = wholeNumber('posts', values.posts, standardPosts, 3000)
  const { rows = '', sqlite = false, json = false } = values
  return {
    seconds: wholeNumber('seconds', values.seconds, 4, 1),
    rounds: wholeNumber('rounds', values.rounds, 5, 1),
    posts,
    data: values.data ?? (posts === standardPosts ? '.data/bench' : `.data/bench-${posts}`),
    node: values.node === undefined ? null : wholeNumber('node', values.node, 0, 20),
    ...{ rows, sqlite, json },
    peer: values.peer ?? null,
    compare: values.compare ?? null,
    markdown: values.markdown ?? null,
  }
}

function wholeNumber(name: string, value: string | undefined, fallback: number, min: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (Number.isInteger(number) && number >= min) return number
  throw new Error(`--${name} is "${value}": expected a whole number from ${min}.`)
}

/** The same flags for a run on another version of Node. Paths are relative to the directory of this process. */
export function argumentsFor(flags: Flags): string[] {
  const { seconds, rounds, rows, posts, data, sqlite, json, peer, compare, markdown } = flags
  const files = { data, peer, compare, markdown }
  return [
    ...Object.entries({ seconds, rounds, rows, posts }).map(([name, value]) => `--${name}=${value}`),
    ...Object.entries(files).flatMap(([name, file]) => (file === null ? [] : [`--${name}=${resolve(file)}`])),
    ...Object.entries({ sqlite, json }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : [])),
  ]
}
