import { z } from '../zod'
import { countCodePoints, truncate } from './code-points'

// C0 and C1 controls except tab and newline. PostgreSQL rejects NUL, and screen readers misread the others.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** Browsers send CRLF in forms (HTML Standard, form-data encoding); the database stores LF. */
const normalizeNewlines = (text: string) => text.replace(/\r\n?/g, '\n')

/** Whether a text has only white space and invisible characters. */
const isBlank = (text: string) => /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zs}\u2800]*$/u.test(text)

/**
 * A schema for free text. Normalizes line ends, trims, and changes nothing else.
 * @param name prefix of the error keys `required`, `tooLong` and `characters`
 * @param max code points
 */
export function freeText(name: string, max: number, { required }: { required: boolean }) {
  return z
    .string({ error: `${name}.required` })
    .transform((text) => normalizeNewlines(text).trim())
    .refine((text) => !required || !isBlank(text), `${name}.required`)
    .refine((text) => text.isWellFormed() && !controls.test(text), `${name}.characters`)
    .refine((text) => countCodePoints(text) <= max, `${name}.tooLong`)
}

// Marks, embeddings, overrides and isolates (UAX 9), without the joiners that some scripts need.
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A schema for free text on one line. Rejects bidirectional controls, which would reorder the text around a name. */
export function oneLine(name: string, max: number, options: { required: boolean }) {
  return freeText(name, max, options)
    .refine((text) => !/[\n\u2028\u2029]/.test(text), `${name}.characters`)
    .refine((text) => text.search(bidiControls) < 0, `${name}.characters`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
const spacing = /[\s\u0000-\u001f\u007f-\u009f]+/g

/**
 * Converts text of another site to a valid value of `oneLine`: replaces line ends and control characters by spaces,
 * removes bidirectional controls, and replaces lone surrogates by the replacement character.
 * @param max code points
 */
export function fitOneLine(text: string, max: number): string {
  const clean = text.toWellFormed().replace(bidiControls, '').replace(spacing, ' ').trim()
  return truncate(clean, max).trimEnd()
}

/** The id of a row in an address or a form; both engines store 32-bit ids. */
export const rowId = z.coerce
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .refine((id) => id < 2 ** 31)

/** The username of another user in a form. Text that is not a valid username becomes a name that nobody has. */
export const otherUsername = z.string().max(200).catch('')

/** The random key of a form, by which a repeated submission is found. A malformed key counts as none. */
export const submissionKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .optional()
  .catch(undefined)
