'use client'

import { useActionState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { deletePostAction } from '@/lib/posts/actions'

type Props = { id: number; text: { confirm: string; keep: string } }

/** The question as a page of its own, for who has no JavaScript. */
export function DeletePostForm({ id, text }: Props) {
  const [, remove, pending] = useActionState(deletePostAction, null)
  return (
    <form action={remove} className="flex flex-wrap gap-2">
      <input type="hidden" name="id" value={id} />
      <Button look="danger" pending={pending}>
        {text.confirm}
      </Button>
      <a href={`/posts/${id}`} className={buttonClass('secondary')}>
        {text.keep}
      </a>
    </form>
  )
}
