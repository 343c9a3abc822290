'use client'

import { Button, buttonClass } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { useFormAction } from '@/components/ui/use-form-action'
import { deletePostAction } from '@/lib/deletions/actions'

type Props = { id: number; text: { confirm: string; cancel: string; success: string } }

/** The confirmation on a separate page, for browsers without JavaScript. */
export function DeletePostForm({ id, text }: Props) {
  const { state, pending, formProps } = useFormAction(deletePostAction, { successMessage: text.success })
  return (
    <form {...formProps} className="flex flex-wrap gap-2">
      <FormError state={state} />
      <input type="hidden" name="id" value={id} />
      <Button variant="danger" pending={pending}>
        {text.confirm}
      </Button>
      <a href={`/posts/${id}`} className={buttonClass('secondary')}>
        {text.cancel}
      </a>
    </form>
  )
}
