import type { ReactNode } from 'react'
import type { LinkPart, PlainPart, RichText } from '@/lib/text/rich-text'

export type FoldTexts = { more: string; less: string }

type Props = {
  text: RichText
  /** The language of the text; undefined when it is unknown. */
  language?: string | undefined
  /** Folds the rest of a long text, with these labels to unfold and fold it. */
  fold?: FoldTexts | undefined
}

/** A post's text with its links, known mentions and tags. Markup in it is shown as text. */
export function PostBody({ text: { shown, rest }, language, fold }: Props) {
  return (
    <>
      <p dir="auto" lang={language} className="post-body">
        {shown.map(renderPart)}
        {rest && (fold ? <span className="rest">{rest.map(renderPart)}</span> : rest.map(renderPart))}
      </p>
      {fold && rest && <FoldControl {...fold} />}
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

function renderPart(part: PlainPart | LinkPart, index: number): ReactNode {
  if (typeof part === 'string') return part
  if ('mark' in part) return <mark key={index}>{part.mark}</mark>
  const text = typeof part.text === 'string' ? part.text : part.text.map(renderPart)
  if ('user' in part)
    return (
      <a key={index} href={`/users/${part.user}`} data-card={part.user}>
        {text}
      </a>
    )
  if ('tag' in part)
    return (
      <a key={index} href={`/tags/${encodeURIComponent(part.tag)}`}>
        {text}
      </a>
    )
  return (
    <a key={index} href={part.href} title={part.title} rel="nofollow ugc">
      {text}
    </a>
  )
}
