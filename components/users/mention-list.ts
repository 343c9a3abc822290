import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { caretPosition } from './caret-position'
import { findMentionAtCaret } from './mention-at-caret'

export type MentionTexts = { label: string; found: PluralTemplate }

type Person = { username: string; name: string; picture: string }

/** Milliseconds without a key before names are asked for. */
const pause = 120

/**
 * A list of names below the caret, which the keyboard reaches without leaving the text. In the terms of ARIA the field
 * stays the text box that it is: a combobox has one line, and a textarea must not become one (ARIA in HTML;
 * w3c/aria issue 2455), nor may a text box say aria-expanded. So the list is told by aria-controls,
 * aria-activedescendant and, politely, by the number of names in it.
 * @returns ends it
 */
export function startMentionList(texts: MentionTexts): () => void {
  const list = made('ul', { id: 'mention-list', role: 'listbox', 'aria-label': texts.label })
  list.className =
    'absolute z-30 m-0 max-h-80 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-edge bg-card p-1 text-ink shadow-lg'
  const announcer = made('p', { 'aria-live': 'polite', class: 'sr-only' })

  let field: HTMLTextAreaElement | null = null
  let people: Person[] = []
  let active = -1
  /** Where the @ stands whose list was sent away by Escape or has been used. */
  let done = -1
  let asking = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function look() {
    const writing = document.activeElement
    const mention = writing instanceof HTMLTextAreaElement ? findMentionAtCaret(writing) : null
    if (!mention) done = -1
    if (!mention || mention.start === done) return close()
    field = writing as HTMLTextAreaElement
    // Heard only where it stood before it speaks.
    const around = field.closest('dialog, main') ?? document.body
    if (announcer.parentNode !== around) around.append(announcer)
    clearTimeout(timer)
    asking.abort()
    timer = setTimeout(() => void ask(mention.typed), pause)
  }

  /** What comes late, for another name, is not shown: it was aborted. */
  async function ask(typed: string) {
    asking = new AbortController()
    const { signal } = asking
    try {
      const answer = await fetch(`/api/users/suggest?q=${encodeURIComponent(typed)}`, { signal })
      const found: Person[] = answer.ok ? (await answer.json()).people : []
      if (!signal.aborted) show(found, typed)
    } catch {
      // Aborted, or no connection: writing goes on without a list.
      if (!signal.aborted) close()
    }
  }

  function show(found: Person[], typed: string) {
    if (!field || found.length === 0) return close()
    people = found
    list.replaceChildren(...found.map(option))
    if (!list.isConnected) announcer.before(list)
    place(list, field, typed.length + 1)
    field.setAttribute('aria-autocomplete', 'list')
    field.setAttribute('aria-haspopup', 'listbox')
    field.setAttribute('aria-controls', list.id)
    // Behind a bare @ nobody has been meant yet, and Enter stays a new line.
    choose(typed === '' ? -1 : 0)
    announcer.textContent = fillPluralTemplate(texts.found, found.length)
  }

  function choose(index: number) {
    active = index
    for (const [at, entry] of [...list.children].entries()) {
      entry.setAttribute('aria-selected', String(at === index))
      if (at === index) entry.scrollIntoView({ block: 'nearest' })
    }
    const chosen = list.children[index]
    if (chosen) field?.setAttribute('aria-activedescendant', chosen.id)
    else field?.removeAttribute('aria-activedescendant')
  }

  function close() {
    clearTimeout(timer)
    asking.abort()
    list.remove()
    announcer.textContent = ''
    for (const name of ['autocomplete', 'haspopup', 'controls', 'activedescendant'])
      field?.removeAttribute(`aria-${name}`)
    people = []
    active = -1
    field = null
  }

  function accept(index: number) {
    const person = people[index]
    const mention = field && findMentionAtCaret(field)
    if (!field || !mention || !person) return close()
    const space = /^\s/.test(field.value.slice(mention.end)) ? '' : ' '
    done = mention.start
    replace(field, mention, `@${person.username}${space}`)
    close()
  }

  function onKey(event: KeyboardEvent) {
    // An input method has the keys to itself until it is done; Safari says so by the code 229.
    if (!list.isConnected || event.target !== field || event.isComposing || event.keyCode === 229) return
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    if (!pressed(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Whether the key was meant for the list. */
  function pressed(key: string): boolean {
    const count = people.length
    if (key === 'ArrowDown') choose((active + 1) % count)
    else if (key === 'ArrowUp') choose(active <= 0 ? count - 1 : active - 1)
    else if ((key === 'Enter' || key === 'Tab') && active >= 0) accept(active)
    else if (key === 'Escape') dismiss()
    else return false
    return true
  }

  function dismiss() {
    done = (field && findMentionAtCaret(field)?.start) ?? -1
    close()
  }

  /** The caret left the name; Home, End and the arrows to the sides belong to the text. */
  function onCaret() {
    if (field && document.activeElement === field && !findMentionAtCaret(field)) close()
  }

  const listen = new AbortController()
  const options = { signal: listen.signal, capture: true }
  document.addEventListener('input', look, options)
  document.addEventListener('keydown', onKey, options)
  document.addEventListener('selectionchange', onCaret, options)
  document.addEventListener('focusout', (event) => event.target === field && close(), options)
  document.addEventListener('submit', close, options)
  // The text keeps the focus, and on a phone the keyboard.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const entry = (event.target as Element).closest('[role=option]')
    if (entry) accept([...list.children].indexOf(entry))
  })
  look()
  return () => {
    listen.abort()
    close()
    announcer.remove()
  }
}

function option({ username, name, picture }: Person, index: number): HTMLElement {
  const entry = made('li', { id: `mention-${index}`, role: 'option', 'aria-selected': 'false' })
  entry.className =
    'flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-sunk aria-selected:bg-sunk aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent'
  const image = made('img', { src: picture, alt: '', width: '32', height: '32', class: 'avatar' })
  const text = made('span', { class: 'grid min-w-0' })
  const shown = made('bdi', { class: 'truncate font-semibold' }, name)
  text.append(shown, ' ', made('span', { class: 'truncate text-sm text-quiet' }, `@${username}`))
  entry.append(image, text)
  return entry
}

function made(tag: string, attributes: Record<string, string>, text = ''): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.textContent = text
  return element
}

/** Below the line of the @, within the width of the window. */
function place(list: HTMLElement, field: HTMLTextAreaElement, back: number) {
  const caret = caretPosition(field, field.selectionStart - back)
  const frame = (list.offsetParent ?? document.documentElement).getBoundingClientRect()
  const room = document.documentElement.clientWidth - list.offsetWidth - 8
  list.style.left = `${Math.max(8, Math.min(caret.left, room)) - frame.left}px`
  list.style.top = `${caret.bottom + 4 - frame.top}px`
}

/** As if it had been typed: whoever reads the field hears of it, and undo takes it back. */
function replace(field: HTMLTextAreaElement, { start, end }: { start: number; end: number }, text: string) {
  field.setSelectionRange(start, end)
  // Old, and still the only way into the history of a text field.
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}
