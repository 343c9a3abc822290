import type { ReactNode } from 'react'
import { collapseParts } from '@/lib/text/collapse'
import { collapseBlankLines, type DisplayPart, displayPart, displayParts } from '@/lib/text/display'
import { excerptAround, findHighlights, type HighlightTerm, type TextRange } from '@/lib/text/highlights'
import { parseBody } from '@/lib/text/parse-body'

export type FoldTexts = { more: string; less: string }

type Props = {
  body: string
  mentions: string[]
  /** Shows an excerpt with the matches of these terms highlighted. */
  highlights?: HighlightTerm[] | undefined
  /** Folds a long text, with these labels to unfold and fold it. */
  fold?: FoldTexts | undefined
}

/** A post's text with its links, known mentions and tags. Markup in it is shown as text. */
export function PostBody({ body, mentions, highlights, fold }: Props) {
  if (highlights)
    return (
      <p dir="auto" className="post-body">
        {excerptParts(collapseBlankLines(body), mentions, highlights)}
      </p>
    )
  const parts = displayParts(body)
  const { shown, rest } = fold ? collapseParts(parts) : { shown: parts, rest: [] }
  const render = (some: DisplayPart[]) =>
    some.map((part, index) => renderPart(part, index, mentions, part.text))
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

/** Unfolds and folds the rest of the text before it, by CSS alone (`.fold` in globals.css). */
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

/** Length of the excerpt of a search result, in UTF-16 units. */
const excerptLength = 500

/** The text, or the part of a long text around the matches, with the matches highlighted. */
function excerptParts(body: string, mentions: string[], terms: HighlightTerm[]): ReactNode[] {
  const matches = findHighlights(body, terms)
  const shown = excerptAround(body, matches, excerptLength)
  let end = 0
  const parts = parseBody(body).map((part, index) => {
    const start = end
    end += part.text.length
    const within = { start: Math.max(start, shown.start), end: Math.min(end, shown.end) }
    if (within.start >= within.end) return false
    const hasMatch = matches.some((match) => match.start < end && match.end > start)
    // An address is shortened only if that hides no match.
    const display = hasMatch || within.end - within.start < part.text.length ? part : displayPart(part)
    const text = display === part ? highlightedText(body, within, matches) : display.text
    return renderPart(display, index, mentions, text)
  })
  return [shown.start > 0 && '… ', ...parts, shown.end < body.length && ' …']
}

function highlightedText(body: string, { start, end }: TextRange, matches: TextRange[]): ReactNode[] {
  const texts: ReactNode[] = []
  let position = start
  for (const match of matches) {
    const [from, to] = [Math.max(match.start, start), Math.min(match.end, end)]
    if (from >= to) continue
    texts.push(body.slice(position, from), <mark key={from}>{body.slice(from, to)}</mark>)
    position = to
  }
  return [...texts, body.slice(position, end)]
}

function renderPart(part: DisplayPart, index: number, mentions: string[], text: ReactNode): ReactNode {
  if (part.kind === 'link')
    return (
      <a key={index} href={part.href} title={part.title} rel="nofollow ugc">
        {text}
      </a>
    )
  if (part.kind === 'tag')
    return (
      <a key={index} href={`/tags/${encodeURIComponent(part.tag)}`}>
        {text}
      </a>
    )
  if (part.kind === 'mention' && mentions.includes(part.username))
    return (
      <a key={index} href={`/users/${part.username}`} data-card={part.username}>
        {text}
      </a>
    )
  return text
}
