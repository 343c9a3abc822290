import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { identicon } from './identicon'

// Only the fonts of this project, on every machine. fontconfig reads the setting once per process.
const directory = mkdtempSync(join(tmpdir(), 'roost-fonts-'))
const config = join(directory, 'fonts.conf')
const dirs = `<dir>${resolve('lib/previews/fonts')}</dir><cachedir>${directory}</cachedir>`
writeFileSync(config, `<fontconfig>${dirs}</fontconfig>`)
const before = process.env.FONTCONFIG_FILE

beforeAll(() => {
  process.env.FONTCONFIG_FILE = config
})

afterAll(() => {
  if (before === undefined) delete process.env.FONTCONFIG_FILE
  else process.env.FONTCONFIG_FILE = before
  rmSync(directory, { recursive: true })
})

const picture = Buffer.from(identicon(1, 256))

async function draw(text: string, name = 'Ann'): Promise<Buffer> {
  const { renderPreview } = await import('./render')
  return renderPreview({ name, username: 'ann', text, picture })
}

describe('a preview', () => {
  test('is a PNG of 1200 by 630 pixels that shows the text [SYN-07]', async () => {
    const [one, other] = [await draw('Hello'), await draw('Hello!')]
    expect(await sharp(one).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 })
    expect(one.equals(other)).toBe(false)
    expect(one.equals(await draw('Hello'))).toBe(true)
  })

  test('leaves out a text in a script without a font, and symbols without one [SYN-07]', async () => {
    const { drawableText } = await import('./drawable-text')
    expect(await drawableText('こんにちは')).toBeNull()
    expect(await drawableText('Hello мир')).toBeNull()
    expect(await drawableText('Žluťoučký kůň, “naïve” 50 €\nÅngström')).toBe(
      'Žluťoučký kůň, “naïve” 50 €\nÅngström',
    )
    expect(await drawableText('Hello \u{1f99c}\u{1f469}\u200d\u{1f680}!')).toBe('Hello !')
    expect(await drawableText('\u{1f99c}')).toBeNull()
    const empty = await draw('')
    expect((await draw('こんにちは')).equals(empty)).toBe(true)
    expect((await draw('', 'あおい')).equals(await draw('', 'ann'))).toBe(true)
  })

  test('draws every naughty string and the longest texts [SYN-07]', async () => {
    for (const text of naughtyStrings.filter((_, index) => index % 10 === 0))
      await draw(text.toWellFormed(), text.toWellFormed())
    await draw('W'.repeat(10_000), 'W'.repeat(50))
    await draw(`${' '.repeat(10_000)}\n`.repeat(3), '<b>&amp;')
  })
})
