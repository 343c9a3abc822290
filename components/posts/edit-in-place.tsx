'use client'

import { useEffect } from 'react'
import { focusElement } from '@/components/ui/focus'
import { emitLiveEvent } from '@/components/ui/live-events'
import { editPostAction } from '@/lib/posts/actions'
import type { EditablePost, PostItem } from '@/lib/posts/view'
import { postChanges } from './post-changes'
import { postEdits } from './post-edits'
import { PostForm } from './post-form'

type Props = { post: PostItem; edit: EditablePost }

/** The edit form in the card of a post. It is hidden while the card shows the text that was sent. */
export function EditInPlace({ post, edit }: Props) {
  const { id, author } = post
  const page = `/posts/${id}`
  const address = `${page}/edit`
  const { form, button, cancel, success } = edit.text
  const focusCard = () => focusElement(document.getElementById(`post-${id}`), { preventScroll: true })
  const close = () => {
    postEdits.discard([id])
    focusCard()
  }
  useEffect(() => {
    const field = document.getElementById(`field-edit-${id}`)
    if (!(field instanceof HTMLTextAreaElement)) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }, [id])
  return (
    <div className="post-editor" hidden={postChanges.useChange(id)?.sentBody !== undefined}>
      <PostForm
        action={editPostAction}
        address={address}
        id={`edit-${id}`}
        fields={{ id: String(id) }}
        draft={{ member: author.id, form: 'edit-post', place: address }}
        initial={edit.body}
        cancel={{ href: page, label: cancel, onCancel: close }}
        text={{ form, button, success }}
        onSend={(body) => {
          postChanges.change(id, { sentBody: body })
          // The field with the focus is hidden now.
          focusCard()
        }}
        onRefused={() => postChanges.change(id, { sentBody: undefined })}
        onSent={() => {
          // The focus left the form when it was sent, and may be in another field now.
          postEdits.discard([id])
          // The card shows the text that was sent until the new version is loaded (post-updates.tsx).
          emitLiveEvent('changed', [id])
        }}
      />
    </div>
  )
}
