'use client'

import type { ReactNode } from 'react'

type Props = { id: string; className: string; children: ReactNode }

/**
 * The search form, a popover on small screens. Opening it focuses its field by script: with the attribute autofocus
 * the field would take the focus of every page on large screens, where the form is always shown.
 */
export function SearchPopover({ id, className, children }: Props) {
  return (
    <form
      id={id}
      popover="auto"
      action="/search"
      className={className}
      onToggle={({ currentTarget, newState }) => {
        const field = currentTarget.elements.namedItem('q')
        if (newState === 'open' && field instanceof HTMLElement) field.focus()
      }}
    >
      {children}
    </form>
  )
}
