import type { Schema } from './introspect'

/**
 * Compares a schema with the expected one.
 * @returns one sentence for each difference, naming table and column; empty when the two are equal
 */
export function compareSchemas(expected: Schema, actual: Schema): string[] {
  return compareByName(expected, actual, 'the table ', (name, expectedTable, actualTable) => [
    ...compareByName(expectedTable.columns, actualTable.columns, `the column ${name}.`, (column, a, b) =>
      compareDefinitions(`the column ${name}.${column}`, a, b),
    ),
    ...compareByName(expectedTable.rules, actualTable.rules, `on ${name}, `, (rule, a, b) =>
      compareDefinitions(`on ${name}, ${rule}`, a, b),
    ),
  ])
}

function compareDefinitions(what: string, expected: string, actual: string): string[] {
  return expected === actual ? [] : [`${what} is ${actual}; it should be ${expected}.`]
}

function compareByName<T>(
  expected: Record<string, T>,
  actual: Record<string, T>,
  prefix: string,
  compare: (name: string, expected: T, actual: T) => string[],
): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()
  return names.flatMap((name) => {
    const [expectedPart, actualPart] = [expected[name], actual[name]]
    if (actualPart === undefined) return [`${prefix}${name} is missing.`]
    if (expectedPart === undefined) return [`${prefix}${name} is in no migration.`]
    return compare(name, expectedPart, actualPart)
  })
}
