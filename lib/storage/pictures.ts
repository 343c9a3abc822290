import { randomBytes } from 'node:crypto'
import sharp, { type Metadata } from 'sharp'
import { AppError, fieldError } from '../errors'
import { limits } from '../limits'
import { enqueueDecode } from './decode-queue'
import { storage } from './storage'

export type StoredPicture = { name: string }

const formats = new Set(['jpeg', 'png', 'webp', 'gif'])

const { maxBytes, maxPixels, maxDecodedBytes, sizes } = limits.picture

// One thread per decoding and no cache; decode-queue.ts limits the number of decodings.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Stores an upload as upright square WebP pictures without metadata, one file per size. The format is detected from the
 * content, not from the name or type of the upload.
 * @param upload JPEG, PNG, WebP or GIF within `limits.picture`
 * @throws AppError `invalid` on the field `picture` for anything else, `busy` when too many uploads wait.
 */
export async function storePicture(upload: Blob): Promise<StoredPicture> {
  if (upload.size > maxBytes) throw fieldError('picture', 'picture.tooLarge')
  const bytes = Buffer.from(await upload.arrayBuffer())
  if (!looksLikePicture(bytes)) throw fieldError('picture', 'picture.format')
  const files = await encode(bytes)
  const name = randomBytes(16).toString('hex')
  const puts = files.map(({ size, data }) => storage.put(pictureFile(name, size), data, 'image/webp'))
  const failed = (await Promise.allSettled(puts)).find((put) => put.status === 'rejected')
  if (!failed) return { name }
  await removePicture(name)
  throw failed.reason
}

/** JPEG, PNG, GIF and WebP by their first bytes, so that no other decoder is ever started. */
function looksLikePicture(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 12)
  return (
    start.startsWith('\xff\xd8\xff') ||
    start.startsWith('\x89PNG\r\n\x1a\n') ||
    start.startsWith('GIF87a') ||
    start.startsWith('GIF89a') ||
    (start.startsWith('RIFF') && start.endsWith('WEBP'))
  )
}

const options = { limitInputPixels: maxPixels, failOn: 'error' as const, pages: 1 }

async function encode(bytes: Buffer): Promise<{ size: number; data: Buffer }[]> {
  try {
    const metadata = await sharp(bytes, options).metadata()
    if (!formats.has(metadata.format)) throw fieldError('picture', 'picture.format')
    if (metadata.width * metadata.height > maxPixels) throw fieldError('picture', 'picture.pixels')
    const decoded = decodedBytes(metadata)
    if (decoded > maxDecodedBytes) throw fieldError('picture', 'picture.memory')
    return await enqueueDecode(decoded, () => resize(bytes))
  } catch (error) {
    if (error instanceof AppError) throw error
    const tooMany = error instanceof Error && /pixel limit/i.test(error.message)
    throw fieldError('picture', tooMany ? 'picture.pixels' : 'picture.broken')
  }
}

/**
 * The approximate size of a decoded picture in memory; 0 when it is decoded row by row. Interlaced, progressive and
 * rotated pictures, GIF and WebP are decoded as a whole. A progressive JPEG holds
 * 16 bits for each sample.
 */
function decodedBytes({
  format,
  width,
  height,
  channels,
  depth,
  isProgressive,
  orientation,
}: Metadata): number {
  const byRow = (format === 'png' || format === 'jpeg') && !isProgressive && (orientation ?? 1) === 1
  if (byRow) return 0
  const sampleBytes = depth === 'ushort' || (format === 'jpeg' && isProgressive) ? 2 : 1
  return width * height * (format === 'gif' ? 4 : channels) * sampleBytes
}

async function resize(bytes: Buffer): Promise<{ size: number; data: Buffer }[]> {
  const [largest, ...smaller] = [...sizes].sort((a, b) => b - a) as [number, ...number[]]
  const square = await sharp(bytes, options)
    .timeout({ seconds: 20 })
    .autoOrient()
    .resize(largest, largest, { fit: 'cover' })
    .webp({ quality: 82 })
    .toBuffer()
  const rest = smaller.map(async (size) => ({
    size,
    data: await sharp(square).resize(size, size).webp().toBuffer(),
  }))
  return [{ size: largest, data: square }, ...(await Promise.all(rest))]
}

/** The storage name of one size of a picture. */
export function pictureFile(name: string, size: number): string {
  return `avatars/${name}-${size}.webp`
}

/** Removes every size of a picture. Idempotent. */
export async function removePicture(name: string): Promise<void> {
  await Promise.all(sizes.map((size) => storage.remove(pictureFile(name, size))))
}

/**
 * Reads one size of a stored picture. Falls back to the next larger size for pictures of earlier versions, which stored
 * 400 and 96 pixels only.
 * @returns null when no stored picture has this file name
 */
export async function readPicture(file: string): Promise<Uint8Array | null> {
  const [, name, size] = /^([0-9a-f]{32})-(\d{2,3})\.webp$/.exec(file) ?? []
  if (!name || !sizes.some((one) => String(one) === size)) return null
  return (
    (await storage.get(pictureFile(name, Number(size)))) ??
    storage.get(pictureFile(name, Number(size) > 96 ? 400 : 96))
  )
}
