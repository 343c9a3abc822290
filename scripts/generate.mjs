// Generates both Prisma clients and the list of migrations into lib/db/generated (ignored by git). Skips the clients when
// neither the schema nor Prisma has changed; --force generates them anyway.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (path) => `${root}${path}`

const source = at('prisma/schema.prisma')
const config = at('.config/prisma.ts')
const generated = at('lib/db/generated')
const postgresqlSchema = `${generated}/postgresql.prisma`
const migrationNames = `${generated}/migration-names.json`
const marker = `${generated}/.inputs`

/**
 * Writes the list of migrations, and the clients unless they are up to date.
 * @returns whether the clients were written
 */
export async function generate({ force = false } = {}) {
  writeMigrationNames()
  const inputs = hashOfInputs()
  const isUpToDate =
    existsSync(marker) &&
    readFileSync(marker, 'utf8') === inputs &&
    ['sqlite', 'postgresql'].every((engine) => existsSync(`${generated}/${engine}/client.ts`))
  if (isUpToDate && !force) return false

  // Without the marker an interrupted run is repeated.
  rmSync(marker, { force: true })
  mkdirSync(generated, { recursive: true })
  writeFileSync(postgresqlSchema, postgresqlVariant(readFileSync(source, 'utf8')))
  await Promise.all([prismaGenerate(source), prismaGenerate(postgresqlSchema)])
  writeFileSync(marker, inputs)
  return true
}

/** The same schema for PostgreSQL: only the provider and the output directory differ. */
export function postgresqlVariant(schema) {
  const output = /output(\s*)= "[^"]*"/
  const provider = /(datasource db \{\s*provider\s*= )"sqlite"/
  if (!output.test(schema) || !provider.test(schema)) {
    throw new Error(
      'prisma/schema.prisma: expected a generator with an output and a datasource "db" for sqlite.',
    )
  }
  return schema.replace(output, 'output$1= "./postgresql"').replace(provider, '$1"postgresql"')
}

/** For lib/db/startup-check.ts: a build may run without prisma/. Both engines have migrations of the same names. */
function writeMigrationNames() {
  const names = readdirSync(at('prisma/migrations/sqlite'))
    .filter((name) => /^\d{14}_/.test(name))
    .sort()
  const text = `${JSON.stringify(names, null, 2)}\n`
  if (existsSync(migrationNames) && readFileSync(migrationNames, 'utf8') === text) return
  mkdirSync(generated, { recursive: true })
  writeFileSync(migrationNames, text)
}

function hashOfInputs() {
  const hash = createHash('sha256')
  for (const path of [
    source,
    config,
    fileURLToPath(import.meta.url),
    at('node_modules/prisma/package.json'),
  ]) {
    hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

function prismaGenerate(schema) {
  const args = [at('node_modules/prisma/build/index.js'), 'generate', '--config', config, '--schema', schema]
  const env = { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else
        reject(new Error(`prisma generate failed for ${schema}:\n${Buffer.concat(output).toString().trim()}`))
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const written = await generate({ force: process.argv.includes('--force') })
    console.log(written ? 'Generated the database clients.' : 'The database clients are up to date.')
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
