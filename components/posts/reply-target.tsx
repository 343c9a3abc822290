'use client'

import { useEffect, useState } from 'react'

type Props = {
  /** The post that began the conversation, null when it cannot be answered. */
  root: number | null
  target: number
  /** Whom the reply goes to, null when that is the conversation as a whole. */
  username: string | null
  /** Where Cancel leads without JavaScript. */
  back: string | null
  text: { replyingTo: string; cancel: string }
}

/** Says in the composer what is answered. A Reply button of an entry on the page changes it in place. */
export function ReplyTarget({ root, target, username, back, text }: Props) {
  const [chosen, choose] = useState({ id: target, username })
  useEffect(() => {
    const reply = (event: SubmitEvent) => {
      const button = event.submitter
      if (!(button instanceof HTMLButtonElement) || button.name !== 'reply') return
      const post = document.getElementById(`post-${button.value}`)
      const field = document.getElementById('field-body')
      if (!post || !field) return
      event.preventDefault()
      const name = post.querySelector('.post-name')?.getAttribute('href')?.split('/').at(-1) ?? null
      const id = Number(button.value)
      choose({ id, username: id === root ? null : name })
      field.focus()
    }
    document.addEventListener('submit', reply)
    return () => document.removeEventListener('submit', reply)
  }, [root])
  return (
    <>
      <input type="hidden" name="replyTo" value={chosen.id} />
      {chosen.username !== null && (
        <p className="flex flex-wrap items-center gap-x-4 text-sm text-quiet">
          <a href={`#post-${chosen.id}`} className="flex min-h-11 items-center hover:underline">
            {text.replyingTo.replace('{username}', chosen.username)}
          </a>
          {back !== null && (
            <a
              href={back}
              className="flex min-h-11 items-center text-accent underline"
              onClick={(event) => {
                if (root === null) return
                event.preventDefault()
                choose({ id: root, username: null })
                document.getElementById('field-body')?.focus()
              }}
            >
              {text.cancel}
            </a>
          )}
        </p>
      )}
    </>
  )
}
