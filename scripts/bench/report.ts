import { cpus } from 'node:os'

/** A Markdown table with padded cells; every column but the first is right-aligned. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0), 3),
  )
  const line = (cells: string[]) =>
    `| ${widths.map((width, at) => (at === 0 ? (cells[at] ?? '').padEnd(width) : (cells[at] ?? '').padStart(width))).join(' | ')} |`
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** A description of the machine, for the report. */
export function machine(): string {
  const cores = cpus()
  return `${cores[0]?.model.trim() || 'unknown processor'}, ${cores.length} cores, Node ${process.version}, ${process.platform}`
}
