/**
 * The scripts that tests start in separate processes, compiled once per run. Nothing calls the imports: with them
 * `vitest --changed` finds the tests that depend on a module of a script.
 */
export const scripts: Record<string, () => Promise<unknown>> = {
  'lib/testing/busy-writer.ts': () => import('./busy-writer'),
  'lib/testing/metrics-cluster.ts': () => import('./metrics-cluster'),
  'lib/testing/migrate-forever.ts': () => import('./migrate-forever'),
  'lib/testing/post-in-zone.ts': () => import('./post-in-zone'),
  'lib/testing/run-account-deletions.ts': () => import('./run-account-deletions'),
  'lib/testing/run-exports.ts': () => import('./run-exports'),
  'lib/testing/run-imports.ts': () => import('./run-imports'),
  'lib/testing/store-pictures.ts': () => import('./store-pictures'),
  'prisma/seed.ts': () => import('../../prisma/seed'),
  'scripts/admin.ts': () => import('../../scripts/admin'),
  'scripts/db/backup.ts': () => import('../../scripts/db/backup'),
  'scripts/db/main.ts': () => import('../../scripts/db/main'),
  'scripts/db/restore.ts': () => import('../../scripts/db/restore'),
  'scripts/db/shell.ts': () => import('../../scripts/db/shell'),
  'scripts/doctor.ts': () => import('../../scripts/doctor'),
  'scripts/mail.ts': () => import('../../scripts/mail'),
  'scripts/worker.ts': () => import('../../scripts/worker'),
  'scripts/routes.ts': () => import('../../scripts/routes'),
}
