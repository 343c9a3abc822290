import { table } from './report'
import type { BenchResult, Peer, RowResult } from './result'
import { type Change, changeOf, type Summary } from './statistics'

/** What a result is compared with. */
export type References = { peer: Peer | null; earlier: BenchResult | null }

/** The result as Markdown. */
export function formatResult(result: BenchResult, references: References): string {
  const { date, machine, engine, users, posts, seconds, rounds, connections, memory, bare } = result
  const parts = [
    `${posts} posts, ${users} members, ${engine}; ${machine}; ${date}. Two web processes, ${connections} connections, ${rounds} × ${seconds} s per row; the load generator shares the cores.`,
    rowTable(result, references),
    explanation(references),
    `Bare page: ${formatSummary(bare.cpu, 2)} ms of CPU, ${formatSummary(bare.rate, 0)} requests/s.`,
    `Memory of each web process: ${formatList(memory.idle)} MB before the run, ${formatList(memory.loaded)} MB after it.`,
    ...(result.clicks.length > 0 ? [clickTable(result, references)] : []),
  ]
  return parts.map(wrap).join('\n\n')
}

/** Wraps a paragraph at 120 characters; the lines of a table stay. */
function wrap(text: string): string {
  return text.startsWith('|') ? text : text.replace(/(.{1,120})(?: |$)/g, '$1\n').trimEnd()
}

type Column = { head: string; cell: (row: RowResult) => string }

function rowTable({ rows }: BenchResult, { peer, earlier }: References): string {
  const columns: Column[] = [
    { head: 'request', cell: ({ name }) => name },
    { head: 'CPU ms', cell: ({ cpu }) => formatNumber(cpu?.median, 2) },
    { head: 'spread', cell: ({ cpu, rate }) => percent((cpu ?? rate).spread) },
    { head: '× bare', cell: ({ ofBare }) => formatNumber(ofBare?.median, 2) },
    { head: 'floor', cell: ({ floor }) => formatNumber(floor, 2) },
    { head: 'goal', cell: ({ goal }) => formatNumber(goal, 2) },
    { head: '× limit', cell: ({ ofLimit }) => formatNumber(ofLimit?.median, 1) },
    { head: 'req/s', cell: ({ rate }) => rate.median.toFixed(0) },
    { head: 'p50 ms', cell: ({ p50 }) => p50.toFixed(1) },
    { head: 'p95 ms', cell: ({ p95 }) => p95.toFixed(1) },
    { head: 'KB', cell: ({ kilobytes }) => kilobytes.toFixed(kilobytes < 10 ? 1 : 0) },
    { head: 'failed', cell: ({ failures }) => String(failures) },
  ]
  if (peer) columns.push(...peerColumns(peer))
  if (earlier) columns.push(changeColumn(earlier))
  return table(
    columns.map(({ head }) => head),
    rows.map((row) => columns.map(({ cell }) => cell(row))),
  )
}

function peerColumns({ name, rates }: Peer): Column[] {
  return [
    { head: `${name} req/s`, cell: (row) => formatNumber(rates[row.name], 0) },
    {
      head: `× ${name}`,
      cell: (row) => {
        const rate = rates[row.name]
        return formatNumber(rate && row.rate.median / rate, 2)
      },
    },
  ]
}

/** The change of the multiple of the bare page, which depends on the machine less than the CPU time. */
function changeColumn(earlier: BenchResult): Column {
  const rows = new Map(earlier.rows.map((row) => [row.name, row]))
  return {
    head: 'change',
    cell: ({ name, ofBare }) => formatChange(changeOf(ofBare, rows.get(name)?.ofBare)),
  }
}

function clickTable({ clicks }: BenchResult, { earlier }: References): string {
  const before = new Map(earlier?.clicks.map((click) => [click.name, click.milliseconds]))
  const head = ['from a click to the painted page', 'ms', 'spread', ...(earlier ? ['change'] : [])]
  const cells = clicks.map(({ name, milliseconds }) => [
    name,
    milliseconds.median.toFixed(0),
    percent(milliseconds.spread),
    ...(earlier ? [formatChange(changeOf(milliseconds, before.get(name)))] : []),
  ])
  return table(head, cells)
}

function explanation({ peer, earlier }: References): string {
  const sentences = [
    '`CPU ms` is the CPU time of all server processes per request, the median of all rounds; `spread` is the distance of the lowest and the highest round as a share of it.',
    '`× bare` and `× limit` are that time as a multiple of the bare page and of the limit server, each of the same round. `floor` and `goal` are the budget for `× bare`.',
    '`failed` counts responses with another status.',
  ]
  if (peer) sentences.push(`\`× ${peer.name}\` compares requests per second.`)
  if (earlier)
    sentences.push(
      `\`change\` compares \`× bare\` with the run of ${earlier.date} (${earlier.machine}, ${earlier.engine}, ${earlier.posts} posts); it is in parentheses when it is within the spread.`,
    )
  return sentences.join(' ')
}

/** A change in percent, in parentheses when it is within the spread. */
export function formatChange(change: Change | null): string {
  if (!change) return '–'
  const text = `${change.share > 0 ? '+' : ''}${percent(change.share)}`
  return change.certain ? text : `(${text})`
}

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(0)} %`)

const formatNumber = (value: number | null | undefined, digits: number) => value?.toFixed(digits) ?? '–'

const formatSummary = (summary: Summary | null, digits: number) =>
  summary ? `${summary.median.toFixed(digits)} (spread ${percent(summary.spread)})` : '–'

const formatList = (numbers: number[]) => numbers.join(' and ') || '–'

/**
 * Replaces the part between the markers of a document; a document without markers is replaced as a whole.
 * @param name the name in the markers
 */
export function insertResult(document: string, text: string, name = 'bench'): string {
  const [start, end] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`]
  const [from, to] = [document.indexOf(start), document.indexOf(end)]
  if (from < 0 || to < from) return `${text}\n`
  return `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`
}
