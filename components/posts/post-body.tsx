import type { ReactNode } from 'react'
import { collapseBlankLines, type DisplayPart, displayPart, displayParts } from '@/lib/text/display'
import { foldParts } from '@/lib/text/fold'
import { excerptAround, findHighlights, type HighlightTerm, type TextRange } from '@/lib/text/highlights'
import { parseBody } from '@/lib/text/parse-body'

export type FoldTexts = { more: string; less: string }

type Props = {
  body: string
  mentions: string[]
  marked?: HighlightTerm[] | undefined
  /** Folds a long text, with these words to open and close it. */
  fold?: FoldTexts | undefined
}

/** A post's text with its links, known mentions and tags; all of it text nodes, never markup. */
export function PostBody({ body, mentions, marked, fold }: Props) {
  if (marked)
    return (
      <p dir="auto" className="post-body">
        {markedParts(collapseBlankLines(body), mentions, marked)}
      </p>
    )
  const parts = displayParts(body)
  const { shown, rest } = fold ? foldParts(parts) : { shown: parts, rest: [] }
  const render = (some: DisplayPart[]) =>
    some.map((part, place) => renderPart(part, place, mentions, part.text))
  return (
    <>
      <p dir="auto" className="post-body">
        {render(shown)}
        {rest.length > 0 && <span className="rest">{render(rest)}</span>}
      </p>
      {fold && rest.length > 0 && <FoldControl {...fold} />}
    </>
  )
}

/** Opens and closes the rest of the text before it, by style sheet alone (`.fold` in globals.css). */
function FoldControl({ more, less }: FoldTexts) {
  return (
    <details className="fold">
      <summary>
        <span>{more}</span>
        <span>{less}</span>
      </summary>
    </details>
  )
}

/** UTF-16 units of a search result. */
const longest = 500

/** The text, or of a long one the part around what was looked for, with that marked. */
function markedParts(body: string, mentions: string[], marked: HighlightTerm[]): ReactNode[] {
  const marks = findHighlights(body, marked)
  const shown = excerptAround(body, marks, longest)
  let at = 0
  const parts = parseBody(body).map((part, place) => {
    const start = at
    at += part.text.length
    const within = { start: Math.max(start, shown.start), end: Math.min(at, shown.end) }
    if (within.start >= within.end) return false
    const isHit = marks.some((mark) => mark.start < at && mark.end > start)
    // An address is shortened only where that leaves out nothing of what was looked for.
    const display = isHit || within.end - within.start < part.text.length ? part : displayPart(part)
    const text = display === part ? markedText(body, within, marks) : display.text
    return renderPart(display, place, mentions, text)
  })
  return [shown.start > 0 && '… ', ...parts, shown.end < body.length && ' …']
}

function markedText(body: string, { start, end }: TextRange, marks: TextRange[]): ReactNode[] {
  const texts: ReactNode[] = []
  let at = start
  for (const mark of marks) {
    const [from, to] = [Math.max(mark.start, start), Math.min(mark.end, end)]
    if (from >= to) continue
    texts.push(body.slice(at, from), <mark key={from}>{body.slice(from, to)}</mark>)
    at = to
  }
  return [...texts, body.slice(at, end)]
}

function renderPart(part: DisplayPart, place: number, mentions: string[], text: ReactNode): ReactNode {
  if (part.kind === 'link')
    return (
      <a key={place} href={part.href} title={part.title} rel="nofollow ugc">
        {text}
      </a>
    )
  if (part.kind === 'tag')
    return (
      <a key={place} href={`/tags/${encodeURIComponent(part.tag)}`}>
        {text}
      </a>
    )
  if (part.kind === 'mention' && mentions.includes(part.username))
    return (
      <a key={place} href={`/users/${part.username}`} data-card={part.username}>
        {text}
      </a>
    )
  return text
}
