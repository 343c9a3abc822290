'use client'

import { Button, buttonClass } from '@/components/ui/button'
import { FormRefusal } from '@/components/ui/form-refusal'
import { useFormAction } from '@/components/ui/use-form-action'
import { deletePostAction } from '@/lib/posts/actions'

type Props = { id: number; text: { confirm: string; keep: string; done: string } }

/** The question as a page of its own, for who has no JavaScript. */
export function DeletePostForm({ id, text }: Props) {
  const { answer, pending, formProps } = useFormAction(deletePostAction, { done: text.done })
  return (
    <form {...formProps} className="flex flex-wrap gap-2">
      <FormRefusal answer={answer} />
      <input type="hidden" name="id" value={id} />
      <Button variant="danger" pending={pending}>
        {text.confirm}
      </Button>
      <a href={`/posts/${id}`} className={buttonClass('secondary')}>
        {text.keep}
      </a>
    </form>
  )
}
