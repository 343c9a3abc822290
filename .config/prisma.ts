import { defineConfig } from 'prisma/config'

// Prisma's command line looks for a schema-engine binary that it would have to download.
// `generate` only checks that the file is there, so any executable lets it run offline;
// migrations use the WebAssembly build of the same engine (scripts/db/migrations/generate/schema-engine.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: '../prisma/schema.prisma',
  migrations: { path: '../prisma/migrations/sqlite' },
})
