/** What decides where the characters of a field stand. */
const copied = [
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
 * Where a character of a field stands in the window. Browsers do not tell, so a copy of the text is laid out with the
 * same styles, out of sight, and measured. Never outside of the field, however far that is scrolled.
 */
export function caretPosition(field: HTMLTextAreaElement, offset: number): { left: number; bottom: number } {
  const copy = document.createElement('div')
  const styles = getComputedStyle(field)
  for (const name of copied) copy.style[name] = styles[name]
  Object.assign(copy.style, { position: 'fixed', top: '0', left: '0', visibility: 'hidden' })
  Object.assign(copy.style, { whiteSpace: 'pre-wrap', overflowWrap: 'break-word' })
  const mark = document.createElement('span')
  mark.textContent = field.value.slice(offset) || '.'
  copy.append(field.value.slice(0, offset), mark)
  document.body.append(copy)
  const [at] = mark.getClientRects()
  copy.remove()
  const box = field.getBoundingClientRect()
  const bottom = box.top + (at?.bottom ?? 0) - field.scrollTop
  return { left: box.left + (at?.left ?? 0), bottom: Math.max(box.top, Math.min(bottom, box.bottom)) }
}
