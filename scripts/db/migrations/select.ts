import type { Migration } from './files'

/**
 * The index of a migration.
 * @param wanted its full name, its description, or 'head' for the last one
 * @throws Error when there is none, or when several have the same description
 */
export function findMigrationIndex(migrations: Migration[], wanted: string): number {
  if (wanted === 'head') return migrations.length - 1
  const exact = migrations.findIndex(({ name }) => name === wanted)
  if (exact >= 0) return exact
  const [found, other] = migrations.filter(({ name }) => name.slice(15) === wanted)
  if (!found) throw new Error(`There is no migration "${wanted}": npm run db -- history lists them.`)
  if (other) throw new Error(`Both ${found.name} and ${other.name} match: use the full name.`)
  return migrations.indexOf(found)
}

/** The migrations up to and including `target`; 'base' selects none. */
export function selectUpTo(migrations: Migration[], target: string): Migration[] {
  return target === 'base' ? [] : migrations.slice(0, findMigrationIndex(migrations, target) + 1)
}

/** How far to downgrade: to a migration that stays, or by a number of steps (1 by default). */
export type DowngradeTarget = { to?: string | undefined; steps?: number | undefined }

/** The migrations that a downgrade reverts, newest first. */
export function selectToRevert(
  migrations: Migration[],
  applied: string[],
  { to, steps = 1 }: DowngradeTarget,
): Migration[] {
  const newestFirst = migrations.filter(({ name }) => applied.includes(name)).toReversed()
  if (to === undefined) return newestFirst.slice(0, steps)
  const kept = selectUpTo(migrations, to)
  return newestFirst.filter((migration) => !kept.includes(migration))
}
