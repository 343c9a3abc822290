import { AppError } from '../errors'

/** Operations by the name of their row in a matrix. */
export type Surfaces = Record<string, () => Promise<unknown>>

/** The expected outcomes in a column of a table whose cells are separated by `|`, by the name of their row. */
export function matrixColumn(matrix: string, name: string): Record<string, string> {
  const [header = [], ...rows] = matrix
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
  const index = header.indexOf(name)
  if (index < 1) throw new Error(`the matrix has no column ${name}`)
  return Object.fromEntries(rows.map((row) => [row[0], row[index]]))
}

/** Runs operations in sequence, because one can affect the next. @returns `no` for false, a code of AppError, else `yes` */
export async function outcomesOf(surfaces: Surfaces): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {}
  for (const [name, run] of Object.entries(surfaces)) outcomes[name] = await outcomeOf(run)
  return outcomes
}

async function outcomeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    return (await run()) === false ? 'no' : 'yes'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
