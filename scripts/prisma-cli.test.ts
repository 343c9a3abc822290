import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { root } from './settings.mjs'
import { unusedPort } from './unused-port.mjs'

const folder = mkdtempSync(join(tmpdir(), 'roost-prisma-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cli = join(root, 'node_modules/prisma/build/index.js')
const options = {
  cwd: root,
  env: { ...process.env, CHECKPOINT_DISABLE: '1', DATABASE_URL: `file:${folder}/test.db` },
}

test('prisma validate accepts the schema from the repository root', () => {
  const { status, stdout } = spawnSync(process.execPath, [cli, 'validate'], { ...options, encoding: 'utf8' })
  expect(stdout).toContain('is valid')
  expect(status).toBe(0)
})

test('prisma studio opens the configured database', async () => {
  const db = new Database(join(folder, 'test.db'))
  db.exec(`CREATE TABLE birds AS SELECT 'kingfisher' AS name`)
  db.close()
  const port = await unusedPort()
  const studio = spawn(
    process.execPath,
    [cli, 'studio', '--browser', 'none', '--port', String(port)],
    options,
  )
  try {
    await new Promise<void>((started, failed) => {
      studio.stdout.on('data', (chunk) => String(chunk).includes(`:${port}`) && started())
      studio.once('exit', (code) => failed(new Error(`studio ended with ${code}`)))
    })
    const answer = await fetch(`http://localhost:${port}/bff`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ procedure: 'query', query: { sql: 'SELECT name FROM birds', parameters: [] } }),
    })
    expect(await answer.json()).toEqual([null, [{ name: 'kingfisher' }]])
  } finally {
    studio.kill()
  }
})
