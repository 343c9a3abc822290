import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { allocatorSettings } from '../../scripts/allocator.mjs'
import { runScript } from '../testing/run-script'

/** Megabytes that a web process of ours has when it is idle. */
const idle = 290
const limit = 600

test('four interlaced PNGs of 49 megapixels at once stay under 600 MB of memory', async () => {
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
  // More than nothing, or the pictures would not have been decoded here.
  expect(after - before).toBeGreaterThan(100)
  expect(idle + after - before).toBeLessThan(limit)
}, 120_000)
