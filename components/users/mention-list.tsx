'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Avatar } from '@/components/ui/avatar'
import { isRightToLeft } from '@/components/ui/popover-position'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { CaretMirror, characterPosition } from './caret-mirror'
import { type Suggestion, type Suggestions, useMentions } from './use-mentions'

export type MentionTexts = { label: string; found: PluralTemplate }

const listId = 'mention-list'
const optionId = (index: number) => `mention-${index}`

/**
 * A list of names below the caret, which the keyboard controls while the focus stays in the text. The field keeps its
 * role: a textarea must not be a combobox, which has one line (ARIA in HTML; w3c/aria issue 2455), and a textbox must not
 * have aria-expanded. The list is exposed by aria-controls, aria-activedescendant and a polite announcement of its length.
 */
export function MentionList({ texts }: { texts: MentionTexts }) {
  const { field, suggestions, active, accept } = useMentions()
  useFieldAttributes(suggestions && field, active)
  if (!field) return null
  // Outside an open dialog, the list could not be clicked and the live region would not be announced.
  const container = field.closest('dialog, main') ?? document.body
  return createPortal(
    <>
      {suggestions && (
        <Options
          field={field}
          suggestions={suggestions}
          active={active}
          label={texts.label}
          onChoose={accept}
        />
      )}
      {/* Rendered before there are suggestions: a live region must be in the document before its text changes. */}
      <p aria-live="polite" className="sr-only">
        {suggestions && fillPluralTemplate(texts.found, suggestions.users.length)}
      </p>
    </>,
    container,
  )
}

type OptionsProps = {
  field: HTMLTextAreaElement
  suggestions: Suggestions
  active: number
  label: string
  onChoose: (index: number) => void
}

function Options({ field, suggestions, active, label, onChoose }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null)
  const { position, mirror } = useListPosition(list, field, suggestions)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other suggestions have another element at the same index
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active, suggestions])
  return (
    <>
      {mirror && <CaretMirror text={suggestions.text} ref={mirror} />}
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        style={position}
        // Keeps the focus in the text and the on-screen keyboard open.
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
        className="absolute z-30 m-0 max-h-80 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-edge bg-card p-1 text-ink shadow-lg"
      >
        {suggestions.users.map((user, index) => (
          <Option
            key={user.username}
            id={optionId(index)}
            user={user}
            isActive={index === active}
            onChoose={() => onChoose(index)}
          />
        ))}
      </div>
    </>
  )
}

type OptionProps = { id: string; user: Suggestion; isActive: boolean; onChoose: () => void }

function Option({ id, user: { username, name, picture }, isActive, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onClick={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-sunk aria-selected:bg-sunk aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
    >
      <Avatar src={picture} alt="" size={32} eager />
      <span className="grid min-w-0 justify-items-start">
        <bdi className="truncate font-semibold">{name}</bdi>{' '}
        <bdi dir="ltr" className="truncate text-sm text-quiet">
          @{username}
        </bdi>
      </span>
    </div>
  )
}

/**
 * Places the list below the line of the @, within the width of the window.
 * @returns the style of the list, and the ref of the CaretMirror while it has to be rendered
 */
function useListPosition(
  list: RefObject<HTMLElement | null>,
  field: HTMLTextAreaElement,
  suggestions: Suggestions,
) {
  const mirror = useRef<HTMLDivElement>(null)
  const [placed, setPlaced] = useState<{ suggestions: Suggestions; left: number; top: number } | null>(null)
  useLayoutEffect(() => {
    if (!list.current || !mirror.current) return
    const character = characterPosition(field, mirror.current)
    const origin = (list.current.offsetParent ?? document.documentElement).getBoundingClientRect()
    const room = document.documentElement.clientWidth - list.current.offsetWidth - 8
    const width = isRightToLeft(field) ? list.current.offsetWidth : 0
    const left = Math.max(8, Math.min(character.start - width, room)) - origin.left
    setPlaced({ suggestions, left, top: character.bottom + 4 - origin.top })
  }, [list, field, suggestions])
  return {
    position: placed ? { left: placed.left, top: placed.top } : undefined,
    mirror: placed?.suggestions === suggestions ? null : mirror,
  }
}

/**
 * Describes the list on its text field, which another component renders. React only changes attributes that it renders,
 * so these are safe.
 */
function useFieldAttributes(field: HTMLTextAreaElement | null, active: number): void {
  useLayoutEffect(() => {
    if (!field) return
    const attributes = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': listId,
      ...(active >= 0 && { 'aria-activedescendant': optionId(active) }),
    }
    // biome-ignore lint/plugin: attributes of a text field that another component renders
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value)
    return () => {
      // biome-ignore lint/plugin: as above
      for (const name of Object.keys(attributes)) field.removeAttribute(name)
    }
  }, [field, active])
}
