/** Markup that `element` has made. Only text can be passed as a string, so that it is always escaped. */
export type Markup = { readonly markup: string }

type Content = string | Markup | null | undefined
type Attributes = Record<string, string | number | null | undefined>

// XML 1.0 §2.2 allows no other characters, not even as references. With the flag u, lone surrogates match too.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

// Parsers normalize line ends (§2.11), and white space in attributes (§3.3.3), unless it is a reference.
const special = /[&<>"'\r]/g
const specialInAttribute = /[&<>"'\r\n\t]/g

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

const escapeText = (text: string, characters: RegExp): string =>
  text.replace(forbidden, '\ufffd').replace(characters, (character) => references[character] ?? character)

/**
 * An XML element. It is an HTML element too, if the name is one of HTML.
 * @param name from the code, never from a request
 * @param attributes those with null or undefined are left out
 * @param content strings are escaped, and characters that XML forbids become U+FFFD
 */
export function element(name: string, attributes: Attributes, ...content: Content[]): Markup {
  let start = name
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined)
      start += ` ${key}="${escapeText(String(value), specialInAttribute)}"`
  const inner = join(content).markup
  return { markup: inner ? `<${start}>${inner}</${name}>` : `<${start}/>` }
}

/** Several pieces of content as one, without an element around them. */
export function join(content: Content[]): Markup {
  let markup = ''
  for (const piece of content)
    if (piece) markup += typeof piece === 'string' ? escapeText(piece, special) : piece.markup
  return { markup }
}

/** A complete XML document in UTF-8. */
export function xmlDocument(root: Markup): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.markup}\n`
}
