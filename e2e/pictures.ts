import { randomBytes } from 'node:crypto'
import sharp from 'sharp'

/** A single-colour picture. */
export function picture(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif',
  width = 32,
  height = 32,
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#2f6f4e' } })
    .toFormat(format)
    .toBuffer()
}

/** A JPEG of noise, which does not compress: more than 3 MB, like a photo from a phone. */
export function photo(): Promise<Buffer> {
  const [width, height] = [2400, 2000]
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .toBuffer()
}
