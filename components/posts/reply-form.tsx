'use client'

import { useLayoutEffect, useState } from 'react'
import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import { useFindAuthor } from './conversation-context'
import { replyDraftPlace } from './reply-draft'

type Props = TextFormProps & {
  /** The root of the conversation; null when nobody can reply to it. */
  root: number | null
  target: number
  /** The author of the target; null when the target is the root. */
  username: string | null
  replyText: { replyingTo: Template; cancel: string }
}

/**
 * The form for a reply, with its target. The Reply button of a post on the page changes the target; the button belongs
 * to a form outside the conversation (post-forms.tsx), so its event is handled at the document.
 */
export function ReplyForm({ root, target, username, replyText, ...form }: Props) {
  const first = { id: target, username }
  const [current, setCurrent] = useState(first)
  const findAuthor = useFindAuthor()
  // A passive effect would run later: the browser may handle a click between hydration and that.
  useLayoutEffect(() => {
    const reply = (event: SubmitEvent) => {
      const button = event.submitter
      if (!(button instanceof HTMLButtonElement) || button.name !== 'reply') return
      const id = Number(button.value)
      const author = findAuthor(id)
      if (author === null) return
      event.preventDefault()
      setCurrent({ id, username: id === root ? null : author })
      focusField()
    }
    document.addEventListener('submit', reply)
    return () => document.removeEventListener('submit', reply)
  }, [root, findAuthor])
  return (
    <TextForm
      {...form}
      draft={{ ...form.draft, place: replyDraftPlace(current.id) }}
      fields={{ replyTo: String(current.id) }}
      onSent={() => setCurrent(root === null ? first : { id: root, username: null })}
      lead={
        current.username !== null && (
          <p className="flex flex-wrap items-center gap-x-4 text-sm text-quiet">
            <a href={`#post-${current.id}`} className="flex min-h-11 items-center hover:underline">
              {fillTemplate(replyText.replyingTo, current.username)}
            </a>
            {root !== null && (
              <a
                href={`/posts/${root}#composer`}
                className="flex min-h-11 items-center text-accent underline"
                onClick={(event) => {
                  event.preventDefault()
                  setCurrent({ id: root, username: null })
                  focusField()
                }}
              >
                {replyText.cancel}
              </a>
            )}
          </p>
        )
      }
    />
  )
}

const focusField = () => document.getElementById('field-body')?.focus()
