import { machine } from '../bench/report'

type Row = { promise: string; isKept: boolean; figure: string }

/** The promises that a fault has checked, each with what was measured. */
export class Report {
  readonly #rows: Row[] = []

  constructor(private readonly title: string) {}

  add(promise: string, isKept: boolean, figure: string | number): void {
    this.#rows.push({ promise, isKept, figure: String(figure) })
    console.error(`${isKept ? 'kept  ' : 'BROKEN'} ${promise}: ${figure}`)
  }

  get isKept(): boolean {
    return this.#rows.length > 0 && this.#rows.every(({ isKept }) => isKept)
  }

  /** Prints the table of docs/faults.md. */
  print(): void {
    console.log(`\n${this.title}\n${machine()}; ${today()}.\n`)
    const rows = this.#rows.map(({ promise, isKept, figure }) => [
      promise,
      figure,
      isKept ? 'kept' : 'BROKEN',
    ])
    const table = [['promise', 'measured', ''], ...rows]
    const widths = [0, 1, 2].map((column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)))
    const line = (cells: string[]) =>
      `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`
    console.log(line(table[0] as string[]))
    console.log(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
    for (const row of rows) console.log(line(row))
  }
}

const today = () => new Date().toISOString().slice(0, 10)
