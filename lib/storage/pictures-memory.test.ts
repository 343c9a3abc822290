import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { allocatorSettings } from '../../scripts/allocator.mjs'
import { runScript } from '../testing/run-script'

/** The memory of an idle web process, in megabytes. */
const idle = 290
const limit = 600

test('decodes four interlaced PNGs of 49 megapixels concurrently in less than 600 MB of memory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'roost-memory-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const file = join(directory, 'interlaced.png')
  const background = { r: 200, g: 30, b: 90, alpha: 0.5 }
  // An interlaced picture is decoded as a whole: 196 MB for each of these.
  await sharp({ create: { width: 7000, height: 7000, channels: 4, background } })
    .png({ progressive: true, compressionLevel: 1 })
    .toFile(file)
  const settings = { ...allocatorSettings, DATA_DIR: directory, NODE_ENV: 'test', LOG_LEVEL: 'silent' }
  const { code, out, err } = await runScript('lib/testing/store-pictures.ts', [file, '4'], settings)
  expect([code, err]).toEqual([0, ''])
  const { before, after } = JSON.parse(out) as { before: number; after: number }
  // A lower limit, to be sure that this process decoded the pictures.
  expect(after - before).toBeGreaterThan(100)
  expect(idle + after - before).toBeLessThan(limit)
})
