// Stores a picture file several times at once and prints the peak memory of the process in megabytes, without and with
// that work. node --import tsx lib/testing/store-pictures.ts FILE TIMES

import { openAsBlob } from 'node:fs'
import sharp from 'sharp'
import { storePicture } from '../storage/pictures'

const [file = '', times = '1'] = process.argv.slice(2)
const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)

// Loads the decoder.
await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
  .png()
  .toBuffer()
const before = peak()
const upload = await openAsBlob(file)
await Promise.all(Array.from({ length: Number(times) }, () => storePicture(upload)))
console.log(JSON.stringify({ before, after: peak() }))
