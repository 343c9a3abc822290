'use client'

import { useSelectedLayoutSegments } from 'next/navigation'
import type { ComponentProps } from 'react'

type Props = ComponentProps<'a'> & { href: string }

/** A link of the navigation, highlighted on its page and the pages below it (`.nav-item` in globals.css). */
export function NavLink({ href, ...rest }: Props) {
  return <a href={href} aria-current={useCurrent(href)} {...rest} />
}

/** Compares route segments and not the address, because prerendered pages have another address on the server. */
function useCurrent(href: string): 'page' | 'true' | undefined {
  const segments = useSelectedLayoutSegments() ?? []
  const path = `/${segments.join('/')}`.toLowerCase()
  const own = href.toLowerCase()
  if (path === own) return 'page'
  return own !== '/' && path.startsWith(`${own}/`) ? 'true' : undefined
}
