import sharp, { type OverlayOptions } from 'sharp'
import { excerpt } from '../text/code-points'
import { drawableText } from './drawable-text'
import { previewSize } from './source'
import { drawText, fitText, type TextImage } from './text-image'

/** What a preview shows. */
export type PreviewContent = {
  name: string
  /** ASCII, so that it can always be drawn. */
  username: string
  text: string
  /** The encoded picture of the user. */
  picture: Uint8Array
}

// The light theme of app/globals.css, and the logo of public/icon.svg.
const colors = { page: '#f7f5f2', ink: '#231f1b', quiet: '#635b52', accent: '#a4400f', logo: '#b4480f' }
const logo = `<svg x="72" y="532" width="56" height="56" viewBox="0 0 32 32"><path fill="${colors.logo}"
  d="M3 20c5 0 7-3 8-7 1-5 5-8 9-8 3 0 5 1 6 3l4 2-4 2c0 8-5 14-13 14-5 0-8-2-10-6Z"/>
  <circle cx="21.5" cy="10" r="1.4" fill="#fff"/></svg>`
const background = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${previewSize.width}" height="${previewSize.height}">
  <rect width="100%" height="100%" fill="${colors.page}"/>
  <rect y="618" width="100%" height="12" fill="${colors.accent}"/>${logo}</svg>`,
)

const margin = 72
const pictureSize = 120
const circle = Buffer.from(
  `<svg width="${pictureSize}" height="${pictureSize}"><circle cx="60" cy="60" r="60"/></svg>`,
)
const textWidth = previewSize.width - 2 * margin
const textHeight = 270
const textTop = 220

/** Grapheme clusters of a text that are drawn at most, which bounds the time. */
const maxText = 400

/**
 * Draws the preview of a post or user as PNG. A text in a script without a font is left out.
 * @throws Error for a broken picture
 */
export async function renderPreview({ name, username, text, picture }: PreviewContent): Promise<Buffer> {
  const body = await drawBody(text)
  const top = body ? 64 : 200
  const nameLeft = margin + pictureSize + 28
  const width = previewSize.width - margin - nameLeft
  const [round, nameImage, handle, site] = await Promise.all([
    roundPicture(picture),
    drawName(name, username, width),
    drawText(`@${username}`, { bold: false, size: 30, color: colors.quiet, width }),
    drawText('Roost', { bold: true, size: 38, color: colors.ink, width }),
  ])
  const overlays = [
    { input: round, left: margin, top },
    place(nameImage, nameLeft, top + 12),
    place(handle, nameLeft, top + 72),
    place(body, body && isRightToLeft(text) ? previewSize.width - margin - body.width : margin, textTop),
    place(site, margin + 72, 542),
  ].filter((overlay) => overlay !== null)
  // A palette would take 40 ms of CPU time more.
  return sharp(background).composite(overlays).png({ compressionLevel: 4 }).toBuffer()
}

/** The text without blank lines; null when it cannot be drawn. */
async function drawBody(text: string): Promise<TextImage | null> {
  const lines = text.split('\n').map((line) => line.trim())
  const shown = await drawableText(excerpt(lines.filter(Boolean).join('\n'), maxText))
  const style = { bold: false, color: colors.ink, width: textWidth }
  return shown === null ? null : fitText(shown, style, [60, 48, 40, 34], textHeight)
}

/** The name in one line. */
async function drawName(name: string, username: string, width: number): Promise<TextImage | null> {
  const shown = (await drawableText(name)) ?? username
  return fitText(shown, { bold: true, color: colors.ink, width }, [44, 36, 30], 50)
}

const place = (image: TextImage | null, left: number, top: number): OverlayOptions | null =>
  image && { input: image.data, raw: { width: image.width, height: image.height, channels: 4 }, left, top }

function roundPicture(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture, { limitInputPixels: 1_000_000 })
    .resize(pictureSize, pictureSize)
    .composite([{ input: circle, blend: 'dest-in' }])
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Whether the first letter is of a script that is written from right to left (UAX 9, P2). */
function isRightToLeft(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
}
