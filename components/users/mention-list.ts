import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { caretPosition } from './caret-position'
import { findMentionAtCaret } from './mention-at-caret'

export type MentionTexts = { label: string; found: PluralTemplate }

type Suggestion = { username: string; name: string; picture: string }

/** Debounce of the request, in milliseconds. */
const debounceDelay = 120

/**
 * A list of names below the caret, which the keyboard controls while the focus stays in the text. The field keeps its
 * role: a textarea must not be a combobox, which has one line (ARIA in HTML; w3c/aria issue 2455), and a textbox must not
 * have aria-expanded. The list is exposed by aria-controls, aria-activedescendant and a polite announcement of its length.
 * @returns Closes the list and removes the listeners.
 */
export function startMentionList(texts: MentionTexts): () => void {
  const list = createElement('ul', { id: 'mention-list', role: 'listbox', 'aria-label': texts.label })
  list.className =
    'absolute z-30 m-0 max-h-80 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-edge bg-card p-1 text-ink shadow-lg'
  const announcer = createElement('p', { 'aria-live': 'polite', class: 'sr-only' })

  let field: HTMLTextAreaElement | null = null
  let suggestions: Suggestion[] = []
  let active = -1
  /** Offset of the @ whose list was closed by Escape or by a choice. */
  let dismissed = -1
  let request = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function update() {
    const focused = document.activeElement
    const mention = focused instanceof HTMLTextAreaElement ? findMentionAtCaret(focused) : null
    if (!mention) dismissed = -1
    if (!mention || mention.start === dismissed) return close()
    field = focused as HTMLTextAreaElement
    // A live region must be in the document before its text changes, and within an open dialog.
    const container = field.closest('dialog, main') ?? document.body
    if (announcer.parentNode !== container) container.append(announcer)
    clearTimeout(timer)
    request.abort()
    timer = setTimeout(() => void load(mention.typed), debounceDelay)
  }

  /** Loads and shows suggestions, unless another request has aborted this one. */
  async function load(typed: string) {
    request = new AbortController()
    const { signal } = request
    try {
      const response = await fetch(`/api/users/suggest?q=${encodeURIComponent(typed)}`, { signal })
      const found: Suggestion[] = response.ok ? (await response.json()).people : []
      if (!signal.aborted) show(found, typed)
    } catch {
      // Aborted or failed.
      if (!signal.aborted) close()
    }
  }

  function show(found: Suggestion[], typed: string) {
    if (!field || found.length === 0) return close()
    suggestions = found
    list.replaceChildren(...found.map(option))
    if (!list.isConnected) announcer.before(list)
    positionList(list, field, typed.length + 1)
    field.setAttribute('aria-autocomplete', 'list')
    field.setAttribute('aria-haspopup', 'listbox')
    field.setAttribute('aria-controls', list.id)
    // After a bare @ nothing is selected, so that Enter inserts a new line.
    select(typed === '' ? -1 : 0)
    announcer.textContent = fillPluralTemplate(texts.found, found.length)
  }

  function select(index: number) {
    active = index
    for (const [position, entry] of [...list.children].entries()) {
      entry.setAttribute('aria-selected', String(position === index))
      if (position === index) entry.scrollIntoView({ block: 'nearest' })
    }
    const selected = list.children[index]
    if (selected) field?.setAttribute('aria-activedescendant', selected.id)
    else field?.removeAttribute('aria-activedescendant')
  }

  function close() {
    clearTimeout(timer)
    request.abort()
    list.remove()
    announcer.textContent = ''
    for (const name of ['autocomplete', 'haspopup', 'controls', 'activedescendant'])
      field?.removeAttribute(`aria-${name}`)
    suggestions = []
    active = -1
    field = null
  }

  function accept(index: number) {
    const suggestion = suggestions[index]
    const mention = field && findMentionAtCaret(field)
    if (!field || !mention || !suggestion) return close()
    const space = /^\s/.test(field.value.slice(mention.end)) ? '' : ' '
    dismissed = mention.start
    replaceText(field, mention, `@${suggestion.username}${space}`)
    close()
  }

  function onKeyDown(event: KeyboardEvent) {
    // During composition the keys belong to the input method; Safari reports them with the code 229.
    if (!list.isConnected || event.target !== field || event.isComposing || event.keyCode === 229) return
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    if (!handleKey(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @returns Whether the list has handled the key. */
  function handleKey(key: string): boolean {
    const count = suggestions.length
    if (key === 'ArrowDown') select((active + 1) % count)
    else if (key === 'ArrowUp') select(active <= 0 ? count - 1 : active - 1)
    else if ((key === 'Enter' || key === 'Tab') && active >= 0) accept(active)
    else if (key === 'Escape') dismiss()
    else return false
    return true
  }

  function dismiss() {
    dismissed = (field && findMentionAtCaret(field)?.start) ?? -1
    close()
  }

  /** Closes the list when the caret leaves the name, by Home, End or an arrow key. */
  function onSelectionChange() {
    if (field && document.activeElement === field && !findMentionAtCaret(field)) close()
  }

  const listeners = new AbortController()
  const options = { signal: listeners.signal, capture: true }
  document.addEventListener('input', update, options)
  document.addEventListener('keydown', onKeyDown, options)
  document.addEventListener('selectionchange', onSelectionChange, options)
  document.addEventListener('focusout', (event) => event.target === field && close(), options)
  document.addEventListener('submit', close, options)
  // Keeps the focus in the text and the on-screen keyboard open.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const entry = (event.target as Element).closest('[role=option]')
    if (entry) accept([...list.children].indexOf(entry))
  })
  update()
  return () => {
    listeners.abort()
    close()
    announcer.remove()
  }
}

function option({ username, name, picture }: Suggestion, index: number): HTMLElement {
  const entry = createElement('li', { id: `mention-${index}`, role: 'option', 'aria-selected': 'false' })
  entry.className =
    'flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-sunk aria-selected:bg-sunk aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent'
  const image = createElement('img', { src: picture, alt: '', width: '32', height: '32', class: 'avatar' })
  const text = createElement('span', { class: 'grid min-w-0' })
  const shown = createElement('bdi', { class: 'truncate font-semibold' }, name)
  text.append(shown, ' ', createElement('span', { class: 'truncate text-sm text-quiet' }, `@${username}`))
  entry.append(image, text)
  return entry
}

function createElement(tag: string, attributes: Record<string, string>, text = ''): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.textContent = text
  return element
}

/** Places the list below the line of the @, within the width of the window. */
function positionList(list: HTMLElement, field: HTMLTextAreaElement, length: number) {
  const caret = caretPosition(field, field.selectionStart - length)
  const origin = (list.offsetParent ?? document.documentElement).getBoundingClientRect()
  const room = document.documentElement.clientWidth - list.offsetWidth - 8
  list.style.left = `${Math.max(8, Math.min(caret.left, room)) - origin.left}px`
  list.style.top = `${caret.bottom + 4 - origin.top}px`
}

/** Replaces text as input would: with an input event and an entry in the undo history. */
function replaceText(
  field: HTMLTextAreaElement,
  { start, end }: { start: number; end: number },
  text: string,
) {
  field.setSelectionRange(start, end)
  // Deprecated, but the only API that adds to the undo history.
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}
