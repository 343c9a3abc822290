import type { ReactNode } from 'react'
import { type DisplayPart, displayParts } from '@/lib/text/display'

/** What members say about themselves, with links; the rest of it, and all markup, is text. */
export function AboutText({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {displayParts(text).map(renderPart)}
    </p>
  )
}

function renderPart(part: DisplayPart, place: number): ReactNode {
  if (part.kind !== 'link') return part.text
  return (
    <a
      key={place}
      href={part.href}
      title={part.title}
      rel="nofollow ugc"
      className="text-accent underline underline-offset-2"
    >
      {part.text}
    </a>
  )
}
