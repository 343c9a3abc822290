import { randomBytes } from 'node:crypto'
import { open } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { limits } from '../limits'
import { zipOf } from '../testing/archives'
import { type CraftedEntry, craftZip } from '../testing/crafted-zip'
import { openZip, type ZipLimits } from './read-zip'

const megabyte = 1024 * 1024

async function openBytes(bytes: Uint8Array, allowed: ZipLimits = limits.archive) {
  const directory = await mkdtemp(join(tmpdir(), 'roost-zip-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const path = join(directory, 'file.zip')
  await writeFile(path, bytes)
  const zip = await openZip(await promisify(open)(path, 'r'), allowed)
  onTestFinished(() => zip.close())
  return zip
}

/** Reads every file. */
async function readAll(bytes: Uint8Array, allowed?: ZipLimits) {
  const zip = await openBytes(bytes, allowed)
  const files: Record<string, string> = {}
  for (const name of zip.names) {
    const chunks: Uint8Array[] = []
    for await (const chunk of zip.read(name)) chunks.push(chunk)
    files[name] = String(Buffer.concat(chunks))
  }
  return files
}

const crafted = (...entries: CraftedEntry[]) => readAll(craftZip(entries))
const refusal = (problem: string) => ({ name: 'ArchiveError', problem })

test('reads files of a zip, and leaves out folders', async () => {
  expect(
    await crafted(
      { name: 'a/' },
      { name: 'a/b.json', content: '{}' },
      { name: 'ö.txt', content: 'ü', flags: 0x800 },
    ),
  ).toEqual({
    'a/b.json': '{}',
    'ö.txt': 'ü',
  })
  expect(await readAll(await zipOf({ 'data/posts.json': { posts: [] } }))).toEqual({
    'data/posts.json': '{"posts":[]}',
  })
})

describe('refuses [SEC-29]', () => {
  test.each([
    ['a path that leads out of the archive', { name: '../../etc/passwd' }, 'unsafeName'],
    ['.. within a path', { name: 'data/../../x' }, 'unsafeName'],
    ['an absolute path', { name: '/etc/passwd' }, 'unsafeName'],
    ['a path of Windows', { name: 'C:\\x' }, 'unsafeName'],
    ['a backslash', { name: '..\\x' }, 'unsafeName'],
    ['NUL in a name', { name: 'a\0b' }, 'unsafeName'],
    ['a symlink', { name: 'data/posts.json', content: '/etc/passwd', mode: 0o120777 }, 'link'],
    ['a device', { name: 'zero', mode: 0o020666 }, 'link'],
    ['an encrypted entry', { name: 'a', content: 'x', flags: 1 }, 'encrypted'],
    [
      'a claim of 1 GB in a small file',
      { name: 'a', content: 'x', claimedSize: 1024 * megabyte },
      'tooLarge',
    ],
    ['a claim of 1 TB by zip64', { name: 'a', content: 'x', claimedSize: megabyte * megabyte }, 'tooLarge'],
    ['a ratio that no text has', { name: 'a', content: Buffer.alloc(20 * megabyte) }, 'ratio'],
    [
      'more bytes than the header claims',
      { name: 'a', content: 'x'.repeat(5000), claimedSize: 10 },
      'damaged',
    ],
    ['fewer bytes than the header claims', { name: 'a', content: 'x', claimedSize: 10 }, 'damaged'],
    ['a wrong checksum', { name: 'a', content: 'x', checksum: 1 }, 'damaged'],
  ])('%s', async (_, entry, problem) => {
    await expect(crafted(entry)).rejects.toMatchObject(refusal(problem))
  })

  test('two entries of the same name, also in another normal form', async () => {
    const names = [
      ['a', 'a'],
      ['\u00e9', 'e\u0301'],
    ]
    for (const pair of names)
      await expect(crafted(...pair.map((name) => ({ name, flags: 0x800 })))).rejects.toMatchObject(
        refusal('duplicateName'),
      )
  })

  test('too many entries, before it reads them', async () => {
    const bytes = craftZip(['a', 'b', 'c'].map((name) => ({ name })))
    await expect(readAll(bytes, { ...limits.archive, maxEntries: 2 })).rejects.toMatchObject(
      refusal('tooManyEntries'),
    )
  })

  test('entries that are larger together than allowed', async () => {
    const bytes = craftZip(['a', 'b', 'c'].map((name) => ({ name, content: randomBytes(500) })))
    const allowed = { ...limits.archive, maxTotalBytes: 1400 }
    await expect(openBytes(bytes, allowed)).rejects.toMatchObject(refusal('tooLarge'))
  })

  test('a file of which the bytes that are read exceed the limit, whatever was claimed', async () => {
    const zip = await openBytes(craftZip([{ name: 'a', content: randomBytes(800) }]), {
      ...limits.archive,
      maxTotalBytes: 1000,
    })
    const read = async () => {
      for await (const _ of zip.read('a'));
    }
    await read()
    await expect(read()).rejects.toMatchObject(refusal('tooLarge'))
  })

  test('a truncated zip at every length, and files that are not zips', async () => {
    const bytes = craftZip([
      { name: 'a', content: 'first' },
      { name: 'b', content: 'second' },
    ])
    for (let length = 0; length < bytes.length; length++)
      await expect(readAll(bytes.subarray(0, length))).rejects.toMatchObject(refusal('damaged'))
    await expect(readAll(randomBytes(1000))).rejects.toMatchObject(refusal('damaged'))
  })

  test('random damage, without any other error', async () => {
    const bytes = craftZip([
      { name: 'a', content: randomBytes(200) },
      { name: 'b', content: '{}' },
    ])
    let refused = 0
    for (let round = 0; round < 300; round++) {
      const damaged = Buffer.from(bytes)
      const [at = 0, value = 0] = [randomBytes(2).readUInt16LE() % damaged.length, randomBytes(1)[0]]
      damaged[at] = value
      await readAll(damaged).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'ArchiveError' })
        refused += 1
      })
    }
    expect(refused).toBeGreaterThan(50)
  })
})
