import { buttonClass } from './button'

type Props = {
  path: string
  older: string | null
  newer: string | null
  text: { label: string; older: string; newer: string; end: string }
}

/** Links to the adjacent pages of a list, or a note at its end. */
export function Pager({ path, older, newer, text }: Props) {
  return (
    <nav
      aria-label={text.label}
      data-pager
      className="flex min-h-11 flex-wrap items-center justify-between gap-4"
    >
      {newer ? (
        <a href={newer === '?' ? path : path + newer} rel="prev" className={buttonClass('secondary')}>
          {text.newer}
        </a>
      ) : (
        <span />
      )}
      {older ? (
        <a href={path + older} rel="next" className={buttonClass('secondary')}>
          {text.older}
        </a>
      ) : (
        <p className="text-sm text-quiet">{text.end}</p>
      )}
    </nav>
  )
}
