import { machine } from '../bench/report'

type Row = { guarantee: string; holds: boolean; figure: string }

/** The guarantees that a fault has checked, each with the measured value. */
export class Report {
  readonly #rows: Row[] = []

  constructor(private readonly title: string) {}

  add(guarantee: string, holds: boolean, figure: string | number): void {
    this.#rows.push({ guarantee, holds, figure: String(figure) })
    console.error(`${holds ? 'pass' : 'FAIL'} ${guarantee}: ${figure}`)
  }

  /** Whether there are guarantees, and all of them hold. */
  get hasPassed(): boolean {
    return this.#rows.length > 0 && this.#rows.every(({ holds }) => holds)
  }

  /** Prints the table of docs/faults.md. */
  print(): void {
    console.log(`\n${this.title}\n${machine()}; ${today()}.\n`)
    const rows = this.#rows.map(({ guarantee, holds, figure }) => [
      guarantee,
      figure,
      holds ? 'pass' : 'FAIL',
    ])
    const table = [['guarantee', 'measured', 'result'], ...rows]
    const widths = [0, 1, 2].map((column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)))
    const line = (cells: string[]) =>
      `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`
    console.log(line(table[0] as string[]))
    console.log(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
    for (const row of rows) console.log(line(row))
  }
}

const today = () => new Date().toISOString().slice(0, 10)
