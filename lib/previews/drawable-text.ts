import { LRUCache } from 'lru-cache'
import { drawText } from './text-image'

/** Latin letters, digits and common punctuation, which the fonts of this folder have. */
const latin = /^[\u0020-\u007e\u00a0-\u017f\u2010-\u2026\u20ac\u2122\n]$/

/** Combining marks and invisible characters. */
const invisible = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}\s]$/u

/** Whether a font covers a Unicode block. One character is tested for its whole block. */
const blocks = new LRUCache<string, Promise<boolean>>({ max: 1000 })

/**
 * The part of a text that can be drawn without boxes in place of characters. The result depends on the installed fonts.
 * Symbols and emoji without a font are left out.
 * @returns null when letters cannot be drawn, or nothing is left
 */
export async function drawableText(text: string): Promise<string | null> {
  let drawable = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (await isDrawable(segment)) drawable += segment
    else if (/[\p{L}\p{N}]/u.test(segment)) return null
  }
  return drawable.trim() || null
}

async function isDrawable(cluster: string): Promise<boolean> {
  for (const character of cluster) {
    if (latin.test(character) || invisible.test(character)) continue
    const block = blockOf(character)
    let known = blocks.get(block)
    if (!known) {
      known = hasGlyph(character)
      blocks.set(block, known)
      known.catch(() => blocks.delete(block))
    }
    if (!(await known)) return false
  }
  return true
}

function blockOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (/\p{Script=Han}/u.test(character)) return 'Han'
  if (/\p{Script=Hangul}/u.test(character)) return 'Hangul'
  return String(code >> 7)
}

/** Pango draws a missing glyph as a box with its code point. Boxes with equally many digits have the same size. */
async function hasGlyph(character: string): Promise<boolean> {
  const isLong = (character.codePointAt(0) ?? 0) > 0xffff
  const [glyph, box] = await Promise.all([draw(character), draw(isLong ? '\u{50000}' : '\u0378')])
  return !glyph || !box || glyph.width !== box.width || glyph.height !== box.height
}

const draw = (text: string) => drawText(text, { bold: false, size: 40, color: '#000', width: 400 })
