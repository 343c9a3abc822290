import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { limits } from '../limits'
import { pictureFile, readPicture, removePicture, storePicture } from './pictures'
import { storage } from './storage'

const blob = (...parts: (Uint8Array | string)[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))))
const image = (width: number, height: number, background = 'tomato') =>
  sharp({ create: { width, height, channels: 3, background } })
const file = async (made: Sharp, name = 'x') => new File([new Uint8Array(await made.toBuffer())], name)
const stored = async (upload: Blob, size = 400) =>
  Buffer.from((await readPicture(`${(await storePicture(upload)).name}-${size}.webp`)) ?? '')
const refusal = (reason: string) => ({ code: 'invalid', fieldErrors: { picture: `picture.${reason}` } })

describe('accepts [ACC-06, SEC-27]', () => {
  test.each([
    ['jpeg', image(30, 20).jpeg()],
    ['progressive jpeg', image(30, 20).jpeg({ progressive: true })],
    ['jpeg in CMYK', image(30, 20).toColourspace('cmyk').jpeg()],
    ['png', image(20, 30).png()],
    ['png with a palette', image(20, 30).png({ palette: true })],
    ['16-bit png', image(20, 30).toColourspace('rgb16').png()],
    ['webp', image(1, 1).webp()],
    ['lossless webp', image(500, 4).webp({ lossless: true })],
    ['gif', image(20, 20).gif()],
  ])('%s, regardless of its file name', async (_, made) => {
    const picture = await sharp(await stored(await file(made, 'evil.svg'))).metadata()
    expect(picture).toMatchObject({ format: 'webp', width: 400, height: 400 })
  })

  test('an animated GIF as a still picture', async () => {
    const frames = await Promise.all(['red', 'blue'].map((colour) => image(20, 20, colour).png().toBuffer()))
    const upload = await file(sharp(frames, { join: { animated: true } }).gif())
    expect((await sharp(await upload.arrayBuffer()).metadata()).pages).toBe(2)
    expect((await sharp(await stored(upload)).metadata()).pages ?? 1).toBe(1)
  })

  test('a photo of 12 megapixels', async () => {
    expect(await stored(await file(image(4000, 3000).jpeg()))).not.toHaveLength(0)
  })
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
const isoFile = (brand: string) => blob(new Uint8Array([0, 0, 0, 24]), `ftyp${brand}`, new Uint8Array(400))
const pngSignature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const gifOf = (side: number) =>
  blob(
    'GIF89a',
    new Uint8Array([
      side & 255,
      side >> 8,
      side & 255,
      side >> 8,
      0,
      0,
      0,
      0x2c,
      0,
      0,
      0,
      0,
      side & 255,
      side >> 8,
      side & 255,
      side >> 8,
      0,
      2,
      2,
      0x4c,
      1,
      0,
      0x3b,
    ]),
  )

/** A short PNG whose header declares `side` by `side` pixels, by default with 8-bit RGB and not interlaced. */
function pngBomb(side: number, [depth, colours, interlaced] = [8, 2, 0]): Blob {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4)
  header.writeUInt32BE(side, 8)
  header.writeUInt32BE(side, 12)
  header.set([depth ?? 8, colours ?? 2, 0, 0, interlaced ?? 0], 16)
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21)
  return blob(
    pngSignature,
    header,
    new Uint8Array([0, 0, 0, 0]),
    'IDAT',
    new Uint8Array([0x35, 0xaf, 0x06, 0x1e]),
  )
}

describe('rejects with an error on the field [ACC-06, SEC-27]', () => {
  test.each([
    ['an SVG named .png', async () => new File([svg], 'photo.png', { type: 'image/png' }), 'format'],
    ['an SVG after white space', async () => blob(`\n  <?xml version="1.0"?>${svg}`), 'format'],
    ['an AVIF', async () => file(image(20, 20).avif({ effort: 0 })), 'format'],
    ['a HEIC', async () => isoFile('heic'), 'format'],
    ['a TIFF', async () => file(image(20, 20).tiff()), 'format'],
    ['a PDF', async () => blob('%PDF-1.7'), 'format'],
    ['HTML', async () => blob('<!doctype html><script>alert(1)</script>'), 'format'],
    ['a WAV file, in the same container format as WebP', async () => blob('RIFF\0\0\0\0WAVEfmt '), 'format'],
    ['an empty file', async () => blob(), 'format'],
    ['an SVG after the signature of a PNG', async () => blob(pngSignature, svg), 'broken'],
    ['a script after the signature of a GIF', async () => blob('GIF89a/*', '*/=alert(1)'), 'broken'],
    [
      'invalid data after the signature of a JPEG',
      async () => blob(new Uint8Array([255, 216, 255]), 'x'.repeat(999)),
      'broken',
    ],
  ])('%s', async (_, upload, reason) =>
    expect(storePicture(await upload())).rejects.toMatchObject(refusal(reason)),
  )

  test('a truncated JPEG', async () => {
    const whole = await image(300, 300)
      .composite([{ input: Buffer.from(svg.replace(/<script.*script>/, '')) }])
      .jpeg()
      .toBuffer()
    await expect(storePicture(blob(whole.subarray(0, whole.length / 2)))).rejects.toMatchObject(
      refusal('broken'),
    )
  })

  test.each([
    ['a PNG', pngBomb(30_000)],
    ['a PNG', pngBomb(7072)],
    ['a GIF', gifOf(65_535)],
  ])('%s whose header declares too many pixels, within a second', async (_, bomb) => {
    const start = performance.now()
    await expect(storePicture(bomb)).rejects.toMatchObject(refusal('pixels'))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

test('rejects a picture that needs more than 300 MB to decode, within a second', async () => {
  const start = performance.now()
  const [rgba, interlaced] = [6, 1]
  await expect(storePicture(pngBomb(7000, [16, rgba, interlaced]))).rejects.toMatchObject(refusal('memory'))
  expect(performance.now() - start).toBeLessThan(1000)
  // Without interlacing it is decoded row by row, and rejected only because its pixels are missing.
  await expect(storePicture(pngBomb(7000, [16, rgba, 0]))).rejects.toMatchObject(refusal('broken'))
})

test('rejects a file over five megabytes without reading it [SEC-26]', async () => {
  const upload = new Blob([new Uint8Array(limits.picture.maxBytes + 1)])
  upload.arrayBuffer = () => Promise.reject(new Error('was read'))
  await expect(storePicture(upload)).rejects.toMatchObject(refusal('tooLarge'))
})

describe('a stored picture [ACC-07, SEC-28]', () => {
  const exif = { IFD0: { Copyright: 'secret' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } }

  test.each(limits.picture.sizes.map((size) => [size]))(
    'is square and upright, without metadata, at %d pixels',
    async (size) => {
      const left = {
        input: { create: { width: 60, height: 60, channels: 3, background: 'red' } },
        left: 0,
        top: 0,
      } as const
      const upload = await file(
        image(120, 60, 'blue').composite([left]).withMetadata({ orientation: 6 }).withExif(exif).jpeg(),
      )
      expect((await sharp(await upload.arrayBuffer()).metadata()).orientation).toBe(6)
      const data = await stored(upload, size)
      const metadata = await sharp(data).metadata()
      expect(metadata).toMatchObject({ format: 'webp', width: size, height: size })
      expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc, metadata.orientation]).toEqual(
        Array(5).fill(undefined),
      )
      expect(data.toString('latin1')).not.toContain('secret')
      const { data: pixels } = await sharp(data).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      const colourAt = (y: number) =>
        [...pixels.subarray((y * size + size / 2) * 3, (y * size + size / 2) * 3 + 3)].map((one) => one > 128)
      expect([colourAt(5), colourAt(size - 5)]).toEqual([
        [true, false, false],
        [false, false, true],
      ])
    },
  )

  test('has a random name, which is new for each upload', async () => {
    const upload = await file(image(9, 9).png(), '../../../etc/passwd')
    const names = [(await storePicture(upload)).name, (await storePicture(upload)).name]
    expect(names[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(names[0]).not.toBe(names[1])
    expect(pictureFile(names[0] ?? '', 96)).toBe(`avatars/${names[0]}-96.webp`)
  })

  test('leaves no file if the storage fails for one of the sizes', async () => {
    const [upload, put] = [await file(image(9, 9).png()), storage.put]
    for (const refused of limits.picture.sizes) {
      const names: string[] = []
      vi.spyOn(storage, 'put').mockImplementation(async (name, ...rest) => {
        if (name.endsWith(`-${refused}.webp`)) throw new Error('the disk is full')
        await put(name, ...rest)
        names.push(name)
      })
      await expect(storePicture(upload)).rejects.toThrow('the disk is full')
      vi.restoreAllMocks()
      expect(names).toHaveLength(limits.picture.sizes.length - 1)
      expect(await Promise.all(names.map((name) => storage.get(name)))).toEqual(names.map(() => null))
    }
  })

  test('is read in a larger size if an earlier version stored only 400 and 96 pixels', async () => {
    const { name } = await storePicture(await file(image(9, 9).png()))
    for (const size of [256, 128, 64, 48]) await storage.remove(pictureFile(name, size))
    const widths = [256, 128, 64, 48].map(async (size) => {
      const data = await readPicture(`${name}-${size}.webp`)
      return (await sharp(data ?? new Uint8Array()).metadata()).width
    })
    expect(await Promise.all(widths)).toEqual([400, 400, 96, 96])
  })

  test('is removed idempotently', async () => {
    const { name } = await storePicture(await file(image(9, 9).png()))
    await removePicture(name)
    await removePicture(name)
    expect(await readPicture(`${name}-400.webp`)).toBeNull()
  })
})

test.each([
  ['../roost.db'],
  ['..%2froost.db'],
  ['x-400.webp'],
  [`${'a'.repeat(32)}-400.webp/../../roost.db`],
  [`${'a'.repeat(32)}-400.webp\n`],
  [`${'A'.repeat(32)}-400.webp`],
  [`${'0'.repeat(32)}-400.webp`],
  [`${'0'.repeat(32)}-97.webp`],
  [''],
])('returns null for the unknown or invalid picture name %j', async (name) =>
  expect(await readPicture(name)).toBeNull(),
)
