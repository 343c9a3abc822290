// Generates the types of the REST API into e2e/generated (ignored by git), for the typed client of the browser tests.
// `npm run check` runs it before the compiler, so the types always match the operations.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { root } from './settings.mjs'

// Operations open the database when they are imported, so it has to be set first.
const directory = mkdtempSync(join(tmpdir(), 'roost-types-'))
Object.assign(process.env, { DATA_DIR: directory, DATABASE_URL: `file:${directory}/roost.db` })
const { openApiDocument } = await import('../lib/api/openapi/document')
const types = astToString(await openapiTS(JSON.stringify(openApiDocument('0.0.0'))))
await (await import('../lib/db/db')).closeDatabase()
rmSync(directory, { recursive: true })

const target = join(root, 'e2e/generated')
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'api-types.ts'), types)
