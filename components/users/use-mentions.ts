'use client'

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type MirroredText, readMirroredText } from './caret-mirror'
import { findMentionAtCaret, type Mention } from './mention-at-caret'

export type Suggestion = { username: string; name: string; picture: string }

/** The users to choose from, and the text of the field up to the @ for placing their list. */
export type Suggestions = { users: Suggestion[]; text: MirroredText }

/** The incomplete mention at the caret. */
type Query = { field: HTMLTextAreaElement; mention: Mention }

/** Debounce of the request, in milliseconds. */
const debounceDelay = 120

/**
 * Finds users for the mention at the caret of any text field, and handles the keys of their list.
 * @returns `field` while there is a mention, `suggestions` once they are loaded, the index of the `active` one or -1
 */
export function useMentions() {
  const [query, setQuery] = useState<Query | null>(null)
  const [suggestions, setSuggestions] = useState<Suggestions | null>(null)
  const [active, setActive] = useState(-1)
  /** Offset of the @ whose list was closed by Escape or by a choice. */
  const dismissed = useRef(-1)
  const field = query?.field ?? null

  const close = () => {
    setQuery(null)
    setSuggestions(null)
    setActive(-1)
  }

  const update = useEffectEvent(() => {
    const focused = document.activeElement
    const mention = focused instanceof HTMLTextAreaElement ? findMentionAtCaret(focused) : null
    if (!mention) dismissed.current = -1
    if (!mention || mention.start === dismissed.current) close()
    else setQuery({ field: focused as HTMLTextAreaElement, mention })
  })

  const show = useEffectEvent(({ field, mention }: Query, users: Suggestion[]) => {
    if (users.length === 0) return close()
    setSuggestions({ users, text: readMirroredText(field, mention.start) })
    // After a bare @ nothing is selected, so that Enter inserts a new line.
    setActive(mention.typed === '' ? -1 : 0)
  })

  useEffect(() => {
    if (!query) return
    const controller = new AbortController()
    const { signal } = controller
    const load = async () => {
      const users = await loadSuggestions(query.mention.typed, signal).catch(() => [])
      if (!signal.aborted) show(query, users)
    }
    const timer = setTimeout(() => void load(), debounceDelay)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [query])

  const accept = (index: number) => {
    const user = suggestions?.users[index]
    const mention = field && findMentionAtCaret(field)
    close()
    if (!field || !mention || !user) return
    const space = /^\s/.test(field.value.slice(mention.end)) ? '' : ' '
    dismissed.current = mention.start
    replaceText(field, mention, `@${user.username}${space}`)
  }

  const dismiss = () => {
    dismissed.current = (field && findMentionAtCaret(field)?.start) ?? -1
    close()
  }

  /** @returns Whether the list has handled the key. */
  const handleKey = (key: string, count: number): boolean => {
    if (key === 'ArrowDown') setActive((active + 1) % count)
    else if (key === 'ArrowUp') setActive(active <= 0 ? count - 1 : active - 1)
    else if ((key === 'Enter' || key === 'Tab') && active >= 0) accept(active)
    else if (key === 'Escape') dismiss()
    else return false
    return true
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // During composition the keys belong to the input method; Safari reports them with the code 229.
    if (!suggestions || event.target !== field || event.isComposing || event.keyCode === 229) return
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    if (!handleKey(event.key, suggestions.users.length)) return
    event.preventDefault()
    event.stopPropagation()
  })

  /** Closes the list when the caret leaves the name, by Home, End or an arrow key. */
  const onSelectionChange = useEffectEvent(() => {
    if (field && document.activeElement === field && !findMentionAtCaret(field)) close()
  })

  const onFocusOut = useEffectEvent((event: FocusEvent) => {
    if (event.target === field) close()
  })

  const onSubmit = useEffectEvent(close)

  useEffect(() => {
    const listeners = new AbortController()
    const options = { signal: listeners.signal, capture: true }
    document.addEventListener('input', () => update(), options)
    document.addEventListener('keydown', (event) => onKeyDown(event), options)
    document.addEventListener('selectionchange', () => onSelectionChange(), options)
    document.addEventListener('focusout', (event) => onFocusOut(event), options)
    document.addEventListener('submit', () => onSubmit(), options)
    update()
    return () => listeners.abort()
  }, [])

  return { field, suggestions, active, accept }
}

async function loadSuggestions(typed: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch(`/data/users/suggest?q=${encodeURIComponent(typed)}`, { signal })
  return response.ok ? (await response.json()).people : []
}

/** Replaces text as input would: with an input event and an entry in the undo history. */
function replaceText(
  field: HTMLTextAreaElement,
  { start, end }: { start: number; end: number },
  text: string,
): void {
  field.setSelectionRange(start, end)
  // Deprecated, but the only API that adds to the undo history.
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}
