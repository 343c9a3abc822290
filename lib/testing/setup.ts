import { randomBytes } from 'node:crypto'
import { afterAll, beforeEach, inject } from 'vitest'
import { createTestDatabase } from './database'

// Runs before each test file, in the file's own process and before any module of lib is loaded:
// lib/env.ts and lib/db read these settings once, on import.
const database = await createTestDatabase(inject('template'))

// Tests must not use services from the developer's environment.
for (const name of Object.keys(process.env)) {
  if (/^(REDIS|SMTP|MAIL|S3|TRANSLATE|AUTH|APP|AUTO|METRICS|OTEL)_|^(ADMINS|SECURITY_CONTACT)$/.test(name))
    delete process.env[name]
}
Object.assign(process.env, {
  DATABASE_URL: database.url,
  DATA_DIR: database.directory,
  AUTH_SECRET: randomBytes(33).toString('base64'),
  // The real cost would take most of the suite's time.
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
})

beforeEach(() => database.reset())

afterAll(async () => {
  // Imported only when the test has used the database: the import opens it.
  if ('roostDatabase' in globalThis) await (await import('../db/db')).closeDatabase()
  await database.drop()
})
