// Prisma's command line (npx prisma validate, npx prisma studio) finds this file; scripts/generate.mjs passes its path.

import { resolve } from 'node:path'
import { defineConfig } from 'prisma/config'
import { isPostgresql, toolSettings } from '../scripts/settings.mjs'

// Prisma requires a schema-engine binary, which it would download. `generate` only checks that the file exists,
// so any executable works offline. Migrations use the WebAssembly build of the same engine (npm run db).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

const settings = toolSettings()
const { DATABASE_URL, DATA_DIR } = settings
// Studio accepts a SQLite file only with two slashes after "file:".
const sqliteUrl = `file://${resolve(DATABASE_URL?.replace(/^file:(?:\/\/)?/, '') ?? `${DATA_DIR}/roost.db`)}`

export default defineConfig({
  schema: '../prisma/schema.prisma',
  migrations: { path: '../prisma/migrations/sqlite' },
  datasource: { url: isPostgresql(settings) ? DATABASE_URL : sqliteUrl },
})
