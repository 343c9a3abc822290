import { readFileSync } from 'node:fs'
import { z } from 'zod'

const summary = z.object({ median: z.number(), spread: z.number().nullable() })

const rowResult = z.object({
  name: z.string(),
  /** CPU time of the product in milliseconds per request; null where it cannot be read. */
  cpu: summary.nullable(),
  /** Requests per second. */
  rate: summary,
  /** Latencies in milliseconds, the median of all rounds. */
  p50: z.number(),
  p95: z.number(),
  /** Kilobytes per response. */
  kilobytes: z.number(),
  /** CPU time as a multiple of the bare page, and the budget for it. */
  ofBare: summary.nullable(),
  floor: z.number().nullable(),
  goal: z.number().nullable(),
  /** CPU time as a multiple of the limit server; null for rows that it does not answer. */
  ofLimit: summary.nullable(),
  /** Responses with another status, and errors, of all rounds and servers. */
  failures: z.number(),
})
export type RowResult = z.infer<typeof rowResult>

const clickResult = z.object({ name: z.string(), milliseconds: summary })
export type ClickResult = z.infer<typeof clickResult>

const result = z.object({
  date: z.string(),
  machine: z.string(),
  engine: z.string(),
  users: z.number(),
  posts: z.number(),
  seconds: z.number(),
  rounds: z.number(),
  connections: z.number(),
  /** Megabytes of each web process. */
  memory: z.object({ idle: z.array(z.number()), loaded: z.array(z.number()) }),
  /** The bare page, over all rows and rounds. */
  bare: z.object({ cpu: summary.nullable(), rate: summary }),
  rows: z.array(rowResult),
  /** From a click to the painted page; empty without a browser. */
  clicks: z.array(clickResult),
})

/** What one run has measured. */
export type BenchResult = z.infer<typeof result>

const peer = z.strictObject({ name: z.string(), rates: z.record(z.string(), z.number().positive()) })

/** Requests per second of another program, by the name of the row. */
export type Peer = z.infer<typeof peer>

/**
 * Reads a file that `--json` has printed. Lines before the JSON, such as those of npm, are ignored.
 * @throws Error when it is unreadable or malformed
 */
export function readResult(file: string): BenchResult {
  return parse('compare', file, (text) => result.parse(JSON.parse(text.slice(text.search(/^\{/m)))))
}

/**
 * Reads the figures of another program.
 * @param names the names of all rows
 * @throws Error when the file is unreadable or malformed, or names another row
 */
export function readPeer(file: string, names: string[]): Peer {
  const figures = parse('peer', file, (text) => peer.parse(JSON.parse(text)))
  const unknown = Object.keys(figures.rates).find((name) => !names.includes(name))
  if (unknown === undefined) return figures
  throw new Error(`--peer ${file}: there is no row "${unknown}". The rows are: ${names.join('; ')}.`)
}

function parse<T>(flag: string, file: string, read: (text: string) => T): T {
  try {
    return read(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new Error(`--${flag} ${file} cannot be read: ${reason}`)
  }
}
