import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { fill, findForm } from '../bench/plain-form'
import type { Member } from './member'

/** Uploads a new profile picture. @returns the response; null when the form could not be read */
export async function uploadPicture(member: Member): Promise<Response | null> {
  const page = await member.get('/account')
  if (page?.status !== 200) return null
  const form = findForm(await page.text(), 'picture')
  const size = 400
  const noise = randomBytes(size * size * 3)
  const picture = await sharp(noise, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer()
  const data = new FormData()
  for (const [name, value] of fill(form, {})) if (name !== 'picture') data.append(name, value)
  data.append('picture', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'noise.png')
  return member.send('/account', data)
}
