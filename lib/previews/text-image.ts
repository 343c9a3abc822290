import { join as joinPath } from 'node:path'
import sharp from 'sharp'
import { element } from '../text/xml'

// libvips reads it when it draws text for the first time. An operator can set another configuration.
// biome-ignore lint/style/noProcessEnv: not a setting of ours, but of fontconfig
process.env.FONTCONFIG_FILE ??= joinPath(
  /* turbopackIgnore: true */ process.cwd(),
  'lib/previews/fonts/fonts.conf',
)

/** Pixels of a drawn text, with alpha. */
export type TextImage = { data: Buffer; width: number; height: number }

export type TextStyle = { bold: boolean; size: number; color: string; width: number }

/**
 * Draws a text with Pango, which shapes every script, breaks lines and orders bidirectional text (UAX 9).
 * @param text not empty
 * @param style sizes in pixels; `width` is that of a line
 * @returns null for a text without visible characters
 */
export async function drawText(
  text: string,
  { bold, size, color, width }: TextStyle,
): Promise<TextImage | null> {
  const markup = element('span', { foreground: color }, text).markup
  const font = `Figtree ${bold ? 'Bold ' : ''}${size}`
  try {
    const { data, info } = await sharp({
      text: { text: markup, font, rgba: true, dpi: 72, width, wrap: 'word-char' },
    })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Error && /no text to render/i.test(error.message)) return null
    throw error
  }
}

/**
 * Draws a text in the largest of some sizes in which it fits, or the beginning of the text in the smallest.
 * @param sizes in pixels, largest first
 * @param height of all lines in pixels
 */
export async function fitText(
  text: string,
  style: Omit<TextStyle, 'size'>,
  sizes: [number, ...number[]],
  height: number,
): Promise<TextImage | null> {
  let image: TextImage | null = null
  let smallest = sizes[0]
  for (const size of sizes) {
    smallest = size
    image = await drawText(text, { ...style, size })
    if (!image || image.height <= height) return image
  }
  const segments = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
  for (let count = segments.length; image && image.height > height && count > 1; ) {
    count = Math.min(count - 1, Math.floor(count * Math.max(0.5, height / image.height)))
    image = await drawText(`${segments.slice(0, count).join('').trimEnd()}…`, { ...style, size: smallest })
  }
  return image
}
