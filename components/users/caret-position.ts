/** The style properties that affect the layout of text in a field. */
const layoutProperties = [
  'boxSizing',
  'width',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'borderStyle',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'font',
  'letterSpacing',
  'wordSpacing',
  'lineHeight',
  'tabSize',
  'textAlign',
  'textIndent',
  'textTransform',
  'direction',
] as const

/**
 * Measures where a character of a textarea is in the window. Browsers have no API for it, so this lays out an invisible
 * copy of the text with the same styles.
 * @param offset The character's offset in UTF-16 units.
 * @returns Window coordinates in CSS pixels; the vertical one is clamped to the field.
 */
export function caretPosition(field: HTMLTextAreaElement, offset: number): { left: number; bottom: number } {
  const copy = document.createElement('div')
  const styles = getComputedStyle(field)
  for (const name of layoutProperties) copy.style[name] = styles[name]
  Object.assign(copy.style, { position: 'fixed', top: '0', left: '0', visibility: 'hidden' })
  Object.assign(copy.style, { whiteSpace: 'pre-wrap', overflowWrap: 'break-word' })
  const marker = document.createElement('span')
  marker.textContent = field.value.slice(offset) || '.'
  copy.append(field.value.slice(0, offset), marker)
  document.body.append(copy)
  const [rectangle] = marker.getClientRects()
  copy.remove()
  const box = field.getBoundingClientRect()
  const bottom = box.top + (rectangle?.bottom ?? 0) - field.scrollTop
  return { left: box.left + (rectangle?.left ?? 0), bottom: Math.max(box.top, Math.min(bottom, box.bottom)) }
}
