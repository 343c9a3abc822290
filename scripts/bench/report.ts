import { cpus } from 'node:os'

/** The value that `share` per cent of `values` do not exceed (nearest rank); 0 for none. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? 0
}

/** A Markdown table, padded to be read in a terminal too; every column but the first stands to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0), 3),
  )
  const line = (cells: string[]) =>
    `| ${widths.map((width, at) => (at === 0 ? (cells[at] ?? '').padEnd(width) : (cells[at] ?? '').padStart(width))).join(' | ')} |`
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** The machine that the figures belong to. */
export function machine(): string {
  const cores = cpus()
  return `${cores[0]?.model.trim() || 'unknown processor'}, ${cores.length} cores, Node ${process.version}, ${process.platform}`
}
