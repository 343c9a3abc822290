import type { ReactNode } from 'react'
import { type DisplayPart, displayParts } from '@/lib/text/display'

/** A user's about-me text with its links. Markup in it is shown as text. */
export function AboutText({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {displayParts(text).map(renderPart)}
    </p>
  )
}

function renderPart(part: DisplayPart, index: number): ReactNode {
  if (part.kind !== 'link') return part.text
  return (
    <a
      key={index}
      href={part.href}
      title={part.title}
      rel="nofollow ugc"
      className="text-accent underline underline-offset-2"
    >
      {part.text}
    </a>
  )
}
