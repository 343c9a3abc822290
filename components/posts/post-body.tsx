import type { ReactNode } from 'react'
import { type BodyPart, parseBody } from '@/lib/text/parse-body'

/** A post's text with its links, known mentions and tags; all of it text nodes, never markup. */
export function PostBody({ body, mentions }: { body: string; mentions: string[] }) {
  return (
    <p dir="auto" className="post-body">
      {parseBody(body).map((part, place) => renderPart(part, place, mentions))}
    </p>
  )
}

function renderPart(part: BodyPart, place: number, mentions: string[]): ReactNode {
  if (part.kind === 'link')
    return (
      <a key={place} href={part.href} rel="nofollow ugc">
        {part.text}
      </a>
    )
  if (part.kind === 'tag')
    return (
      <a key={place} href={`/tags/${encodeURIComponent(part.tag)}`}>
        {part.text}
      </a>
    )
  if (part.kind === 'mention' && mentions.includes(part.username))
    return (
      <a key={place} href={`/users/${part.username}`} data-card={part.username}>
        {part.text}
      </a>
    )
  return part.text
}
