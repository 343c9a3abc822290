import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { create } from 'tar'
import { beforeEach, describe, expect, test } from 'vitest'
import { databaseFile, type Manifest, mediaPath } from './manifest'
import { readArchive } from './read-archive'
import { type ArchiveFile, bufferFile, writeArchive } from './write-archive'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roost-archive-'))
  path = join(directory, 'a.tar.gz')
  return () => rm(directory, { recursive: true })
})

const picture = Buffer.from('not really a picture'.repeat(500))
const facts = {
  app: 'roost',
  format: 1,
  version: '0.0.0',
  created: '2026-11-21T00:00:00.000Z',
  engine: 'sqlite',
  migration: 'init',
  rows: {},
} as const

const validFiles = () => [
  bufferFile(mediaPath('avatars/a-96.webp'), picture),
  bufferFile(databaseFile, Buffer.from('rows')),
]

/** Writes an archive; `change` modifies its manifest. */
async function write(
  files: ArchiveFile[] = validFiles(),
  change: (manifest: Manifest) => object = (manifest) => manifest,
) {
  async function* iterate() {
    yield* files
  }
  await writeArchive(path, iterate(), (written) => change({ ...facts, files: written }) as Manifest)
}

async function read(file = path) {
  const found: Record<string, string> = {}
  const manifest = await readArchive(file, async (name, content) => {
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(chunk)
    found[name] = Buffer.concat(chunks).toString()
  })
  return { found, manifest }
}

describe('an archive', () => {
  test('contains the written files and manifest, and has mode 600', async () => {
    await write()
    const { found, manifest } = await read()
    expect(found).toEqual({ 'media/avatars/a-96.webp': picture.toString(), 'database.db': 'rows' })
    expect(manifest).toMatchObject(facts)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('never overwrites another file', async () => {
    await write()
    await expect(write()).rejects.toThrow('EEXIST')
  })

  test('is not written when a file grows while it is read', async () => {
    await expect(write([{ ...bufferFile(databaseFile, picture), bytes: 5 }])).rejects.toThrow(
      'changed while it was read',
    )
  })

  test('truncated at any position is rejected', async () => {
    await write()
    const whole = readFileSync(path)
    for (const part of [0, 1, 20, 0.3, 0.6, 0.9, 0.999].map((at) =>
      at < 1 ? Math.floor(at * whole.length) : at,
    )) {
      writeFileSync(path, whole.subarray(0, part))
      await expect(read(), `${part} bytes`).rejects.toThrow('is not a valid archive')
    }
  })

  test('truncated before it was compressed is rejected', async () => {
    await write()
    const whole = gunzipSync(readFileSync(path))
    for (const part of [512, 700, 10_700, whole.length - 1024 - 512]) {
      writeFileSync(path, gzipSync(whole.subarray(0, part)))
      await expect(read(), `${part} bytes`).rejects.toThrow('is not a valid archive')
    }
  })

  test('with a flipped bit in any byte is rejected, unless its content is unchanged', async () => {
    await write()
    const whole = readFileSync(path)
    const valid = await read()
    let rejected = 0
    // Skip the ten bytes of the gzip header, which contain time and platform.
    for (let at = 10; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0x10, at)
      writeFileSync(path, flipped)
      // In repetitive text, a flipped bit may refer to another copy of the same content.
      if (unpacked(flipped)?.equals(gunzipSync(whole))) expect(await read(), `byte ${at}`).toEqual(valid)
      else {
        await expect(read(), `byte ${at}`).rejects.toThrow('is not a valid archive')
        rejected += 1
      }
    }
    expect(rejected).toBeGreaterThan(100)
  })

  function unpacked(bytes: Buffer): Buffer | undefined {
    try {
      return gunzipSync(bytes)
    } catch {
      return undefined
    }
  }

  test.each([
    ['text', Buffer.from('hello')],
    ['another gzip', gzipSync('hello '.repeat(500))],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))],
  ])('that is %s is rejected', async (_, bytes) => {
    writeFileSync(path, bytes)
    await expect(read()).rejects.toThrow(/^[^\n]+ is not a valid archive: [^\n]+$/)
  })

  test.each([
    ['../../etc/x'],
    ['/etc/x'],
    ['media/../../x.webp'],
    ['media//x.webp'],
    ['media/x'],
    ['media/a\\..\\x.webp'],
    ['other.db'],
    ['.env'],
  ])('with a file named %j is rejected', async (name) => {
    await write([...validFiles(), bufferFile(name, picture)])
    await expect(read()).rejects.toThrow('it contains the unexpected file')
  })

  test('with a symbolic link or a duplicate file is rejected', async () => {
    await write([...validFiles(), ...validFiles()])
    await expect(read()).rejects.toThrow('it contains media/avatars/a-96.webp twice')
    mkdirSync(join(directory, 'media'))
    symlinkSync('/etc/passwd', join(directory, 'media/a.webp'))
    await create({ file: path, gzip: true, cwd: directory }, ['media/a.webp'])
    await expect(read()).rejects.toThrow('is not a regular file')
  })

  const wrong = { bytes: picture.length, sha256: '0'.repeat(64) }
  test.each<[string, (manifest: Manifest) => object, string]>([
    [
      'another checksum',
      (m) => ({ ...m, files: { ...m.files, 'media/avatars/a-96.webp': wrong } }),
      'does not match its checksum',
    ],
    ['a missing file', (m) => ({ ...m, files: { ...m.files, 'media/b.webp': wrong } }), 'is missing'],
    [
      'one file fewer than the archive',
      (m) => ({ ...m, files: { 'database.db': m.files['database.db'] } }),
      'is not in its manifest',
    ],
    ['another format', (m) => ({ ...m, format: 2 }), 'A newer version of Roost created'],
    ['another app', (m) => ({ ...m, app: 'nest' }), 'its manifest is invalid'],
    ['no known field', () => [], 'its manifest is invalid'],
  ])('whose manifest has %s is rejected', async (_, change, reason) => {
    await write(validFiles(), change)
    await expect(read()).rejects.toThrow(reason)
  })

  test('without a database is rejected', async () => {
    await write([bufferFile(mediaPath('a.webp'), picture)])
    await expect(read()).rejects.toThrow('it has no database')
  })

  test('that is missing is rejected with ENOENT', async () => {
    await expect(read(join(directory, 'none.tar.gz'))).rejects.toThrow('ENOENT')
  })

  test('rethrows an error of its reader unchanged', async () => {
    await write()
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' })
    await expect(readArchive(path, () => Promise.reject(full))).rejects.toBe(full)
  })
})
