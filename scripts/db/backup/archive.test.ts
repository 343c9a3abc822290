import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { create } from 'tar'
import { beforeEach, describe, expect, test } from 'vitest'
import { type ArchiveFile, bytesFile, databaseFile, type Manifest, mediaEntry, writeArchive } from './archive'
import { readArchive } from './archive-read'

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

const usual = () => [
  bytesFile(mediaEntry('avatars/a-96.webp'), picture),
  bytesFile(databaseFile, Buffer.from('rows')),
]

/** Writes an archive; `change` falsifies its manifest. */
async function write(
  files: ArchiveFile[] = usual(),
  change: (manifest: Manifest) => object = (same) => same,
) {
  async function* all() {
    yield* files
  }
  await writeArchive(path, all(), (written) => change({ ...facts, files: written }) as Manifest)
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
  test('gives back what was put in, and its owner alone may read it', async () => {
    await write()
    const { found, manifest } = await read()
    expect(found).toEqual({ 'media/avatars/a-96.webp': picture.toString(), 'database.db': 'rows' })
    expect(manifest).toMatchObject(facts)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('is never written over another', async () => {
    await write()
    await expect(write()).rejects.toThrow('EEXIST')
  })

  test('refuses a file that grows while it is read', async () => {
    await expect(write([{ ...bytesFile(databaseFile, picture), bytes: 5 }])).rejects.toThrow(
      'changed while it was read',
    )
  })

  test('cut off at any place is refused', async () => {
    await write()
    const whole = readFileSync(path)
    for (const part of [0, 1, 20, 0.3, 0.6, 0.9, 0.999].map((at) =>
      at < 1 ? Math.floor(at * whole.length) : at,
    )) {
      writeFileSync(path, whole.subarray(0, part))
      await expect(read(), `${part} bytes`).rejects.toThrow('is no whole archive')
    }
  })

  test('cut off before it was packed is refused', async () => {
    await write()
    const whole = gunzipSync(readFileSync(path))
    for (const part of [512, 700, 10_700, whole.length - 1024 - 512]) {
      writeFileSync(path, gzipSync(whole.subarray(0, part)))
      await expect(read(), `${part} bytes`).rejects.toThrow('is no whole archive')
    }
  })

  test('with any byte flipped is refused, unless what is in it stays the same', async () => {
    await write()
    const whole = readFileSync(path)
    const good = await read()
    let refused = 0
    // Behind the ten bytes of gzip's own header, which say when and where.
    for (let at = 10; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0x10, at)
      writeFileSync(path, flipped)
      // In a text that repeats itself some bits may point to another repetition.
      if (unpacked(flipped)?.equals(gunzipSync(whole))) expect(await read(), `byte ${at}`).toEqual(good)
      else {
        await expect(read(), `byte ${at}`).rejects.toThrow('is no whole archive')
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(100)
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
  ])('that is %s is refused', async (_, bytes) => {
    writeFileSync(path, bytes)
    await expect(read()).rejects.toThrow(/^[^\n]+ is no whole archive: [^\n]+$/)
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
  ])('with a file named %j is refused', async (name) => {
    await write([...usual(), bytesFile(name, picture)])
    await expect(read()).rejects.toThrow('does not belong into it')
  })

  test('with a link, or the same file twice, is refused', async () => {
    await write([...usual(), ...usual()])
    await expect(read()).rejects.toThrow('is there twice')
    mkdirSync(join(directory, 'media'))
    symlinkSync('/etc/passwd', join(directory, 'media/a.webp'))
    await create({ file: path, gzip: true, cwd: directory }, ['media/a.webp'])
    await expect(read()).rejects.toThrow('is no plain file')
  })

  const wrong = { bytes: picture.length, sha256: '0'.repeat(64) }
  test.each<[string, (manifest: Manifest) => object, string]>([
    [
      'another checksum',
      (m) => ({ ...m, files: { ...m.files, 'media/avatars/a-96.webp': wrong } }),
      'checksum',
    ],
    [
      'a file that is not there',
      (m) => ({ ...m, files: { ...m.files, 'media/b.webp': wrong } }),
      'is missing',
    ],
    [
      'a file less',
      (m) => ({ ...m, files: { 'database.db': m.files['database.db'] } }),
      'is not in its manifest',
    ],
    ['another format', (m) => ({ ...m, format: 2 }), 'A newer Roost made'],
    ['another app', (m) => ({ ...m, app: 'nest' }), 'none of ours'],
    ['nothing known', () => [], 'none of ours'],
  ])('whose manifest has %s is refused', async (_, change, reason) => {
    await write(usual(), change)
    await expect(read()).rejects.toThrow(reason)
  })

  test('without a database is refused', async () => {
    await write([bytesFile(mediaEntry('a.webp'), picture)])
    await expect(read()).rejects.toThrow('it has no database')
  })

  test('that is not there is a fault of its own', async () => {
    await expect(read(join(directory, 'none.tar.gz'))).rejects.toThrow('ENOENT')
  })

  test('tells a fault of its reader apart from one of its own', async () => {
    await write()
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' })
    await expect(readArchive(path, () => Promise.reject(full))).rejects.toBe(full)
  })
})
