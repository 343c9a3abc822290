// npm run icons: draws the icons of public/ from icon.svg, after the logo has changed. The results are committed.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { root } from './settings.mjs'

/** The page colour of app/globals.css in the light theme. */
const paper = '#f7f5f2'
const logo = readFileSync(join(root, 'public/icon.svg'))

/**
 * The logo in the middle of a square.
 * @param {number} size Pixels.
 * @param {number} share How much of the width the logo fills, from 0 to 1.
 * @param {string} [background] Transparent by default.
 * @param {boolean} [palette] False for true colour with alpha, which is what .ico readers expect.
 */
async function draw(size, share, background = '#0000', palette = true) {
  const width = Math.round(size * share)
  const bird = await sharp(logo, { density: 72 * (width / 32) })
    .resize(width, width)
    .png()
    .toBuffer()
  return sharp({ create: { width: size, height: size, channels: 4, background } })
    .composite([{ input: bird }])
    .png({ compressionLevel: 9, palette })
    .toBuffer()
}

/**
 * An .ico file with a PNG of each size.
 * @param {number[]} sizes Pixels, at most 255.
 */
async function icon(sizes) {
  const images = await Promise.all(sizes.map((size) => draw(size, 1, undefined, false)))
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [index, image] of images.entries()) {
    const entry = 6 + 16 * index
    header.writeUInt8(sizes[index], entry)
    header.writeUInt8(sizes[index], entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(image.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += image.length
  }
  return Buffer.concat([header, ...images])
}

const files = {
  'favicon.ico': await icon([16, 32, 48]),
  // iOS paints transparent pixels black.
  'apple-touch-icon.png': await draw(180, 0.8, paper),
  'icon-192.png': await draw(192, 1),
  'icon-512.png': await draw(512, 1),
  // Launchers crop it to a circle of 80 % of the width.
  'icon-maskable-512.png': await draw(512, 0.68, paper),
}
for (const [name, content] of Object.entries(files)) writeFileSync(join(root, 'public', name), content)
console.log(`Drew ${Object.keys(files).join(', ')}.`)
