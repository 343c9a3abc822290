import { parseArgs } from 'node:util'
import type { Engine } from '../../../lib/env/database-location'

export const growthUsage = `npm run bench -- growth [flags]: how the latency of reads grows with the number of posts

  --posts N,N,…    sizes of the databases (100000,1000000,10000000)
  --engine NAME    only sqlite or postgresql
  --data DIR       keep the SQLite databases in DIR, one per size, and use those that are there already; otherwise they
                   are temporary
  --server URL     keep the PostgreSQL databases on that server, one per size; otherwise the server is temporary
  --results FILE   add the measurements to a JSON file, and report all measurements of that file
  --plans FILE     write the query plans of the largest size to a file
  --markdown FILE  write the tables to a file; replaces the part between the markers if the file has them
  --svg FILE       draw the curves

Ten million posts need 15 GB of disk per engine and take about a quarter of an hour.`

export type GrowthFlags = {
  posts: number[]
  engines: Engine[]
  data: string | null
  server: string | null
  results: string | null
  plans: string | null
  markdown: string | null
  svg: string | null
}

const text = { type: 'string' } as const
const options = {
  ...{
    posts: text,
    engine: text,
    data: text,
    server: text,
    results: text,
    plans: text,
    markdown: text,
    svg: text,
  },
  help: { type: 'boolean' },
} as const

/**
 * Parses the flags of the command.
 * @returns null for --help
 * @throws Error for an unknown or malformed flag
 */
export function parseGrowthFlags(args: string[]): GrowthFlags | null {
  const { values } = parseArgs({ args, options })
  if (values.help) return null
  const posts = (values.posts ?? '100000,1000000,10000000').split(',').map(Number)
  if (!posts.every((count) => Number.isInteger(count) && count >= 10_000 && count <= 20_000_000))
    throw new Error(`--posts is "${values.posts}": expected whole numbers from 10000 to 20000000.`)
  const { engine } = values
  const engines = (['sqlite', 'postgresql'] as const).filter(
    (name) => engine === undefined || engine === name,
  )
  if (engines.length === 0) throw new Error(`--engine is "${engine}": expected sqlite or postgresql.`)
  const optional = (name: 'data' | 'server' | 'results' | 'plans' | 'markdown' | 'svg') =>
    values[name] ?? null
  return {
    ...{ posts, engines, data: optional('data'), server: optional('server'), results: optional('results') },
    ...{ plans: optional('plans'), markdown: optional('markdown'), svg: optional('svg') },
  }
}
