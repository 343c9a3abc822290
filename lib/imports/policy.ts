import { percentOf } from '../exports/policy'
import type { ImportCounts } from './schema'

/** The name of the uploaded file in the storage. */
export function uploadName(id: string): string {
  return `imports/${id}.zip`
}

/** Adds the result of a batch to counts. */
export function addCounts(
  { imported, skipped }: ImportCounts,
  kind: string,
  count: number,
  reasons: string[],
): ImportCounts {
  const sum = { imported: { ...imported }, skipped: { ...skipped } }
  if (count > 0) sum.imported[kind] = (sum.imported[kind] ?? 0) + count
  for (const reason of reasons) sum.skipped[reason] = (sum.skipped[reason] ?? 0) + 1
  return sum
}

/** The percentage to show before the end of an import, rounded down. */
export function percentOfImport(done: number, total: number): number {
  return Math.min(99, percentOf(done, total))
}
