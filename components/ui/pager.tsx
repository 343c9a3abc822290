import type { MouseEvent } from 'react'
import { buttonClass } from './button'

export type PagerTexts = { label: string; newer: string; older: string; end: string; failed: string }

type Props = {
  path: string
  older: string | null
  newer: string | null
  text: PagerTexts
  onOlder?: (event: MouseEvent<HTMLAnchorElement>) => void
}

/** Links to the adjacent pages of a list, or a note at its end. */
export function Pager({ path, older, newer, text, onOlder }: Props) {
  return (
    <nav aria-label={text.label} className="flex min-h-11 flex-wrap items-center justify-between gap-4">
      {newer ? (
        <a href={newer === '?' ? path : path + newer} rel="prev" className={buttonClass('secondary')}>
          {text.newer}
        </a>
      ) : (
        <span />
      )}
      {older ? (
        <a href={path + older} rel="next" onClick={onOlder} className={buttonClass('secondary')}>
          {text.older}
        </a>
      ) : (
        <p className="text-sm text-quiet">{text.end}</p>
      )}
    </nav>
  )
}
