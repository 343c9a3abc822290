import type { ReactNode } from 'react'
import { excerptAround, findMarks, type Marked, type Stretch } from '@/lib/text/marks'
import { type BodyPart, parseBody } from '@/lib/text/parse-body'

type Props = { body: string; mentions: string[]; marked?: Marked[] | undefined }

/** A post's text with its links, known mentions and tags; all of it text nodes, never markup. */
export function PostBody({ body, mentions, marked }: Props) {
  return (
    <p dir="auto" className="post-body">
      {marked
        ? markedParts(body, mentions, marked)
        : parseBody(body).map((part, place) => renderPart(part, place, mentions, part.text))}
    </p>
  )
}

/** UTF-16 units of a search result. */
const longest = 500

/** The text, or of a long one the part around what was looked for, with that marked. */
function markedParts(body: string, mentions: string[], marked: Marked[]): ReactNode[] {
  const marks = findMarks(body, marked)
  const shown = excerptAround(body, marks, longest)
  let at = 0
  const parts = parseBody(body).map((part, place) => {
    const start = at
    at += part.text.length
    const within = { start: Math.max(start, shown.start), end: Math.min(at, shown.end) }
    return within.start < within.end && renderPart(part, place, mentions, markedText(body, within, marks))
  })
  return [shown.start > 0 && '… ', ...parts, shown.end < body.length && ' …']
}

function markedText(body: string, { start, end }: Stretch, marks: Stretch[]): ReactNode[] {
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

function renderPart(part: BodyPart, place: number, mentions: string[], text: ReactNode): ReactNode {
  if (part.kind === 'link')
    return (
      <a key={place} href={part.href} rel="nofollow ugc">
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
