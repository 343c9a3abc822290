'use client'

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useActionState, useRef, useState, useTransition } from 'react'
import { type FormAction, type FormState, typedValues } from '@/lib/request/form-state'
import { useShowResult } from './form-texts'

type Options = {
  /** Address that the form is sent to without JavaScript, and that shows its errors then. Absent: the page's own. */
  address?: string
  /** What is said when it is done. */
  done?: string
  /** Called with every answer, before it is shown. */
  onAnswer?: (answer: NonNullable<FormState>) => void
  /** Called when it is done and the page shows that, unless another page does; the form may be gone then. */
  afterwards?: () => void
}

/**
 * Sends a form. Without JavaScript the browser posts it. With it a request that fails is an answer like any other
 * (`not-sent`) and never the error page, so that nothing on the page is lost: neither this form nor what somebody
 * types elsewhere.
 * @returns `formProps` for the form element; `send` for a form that checks its fields first.
 */
export function useFormAction(action: FormAction, options: Options = {}) {
  const [plain, submit] = useActionState(action, null, options.address)
  const [answer, setAnswer] = useState(plain)
  const [pending, startSending] = useTransition()
  const sending = useRef(false)
  const router = useRouter()
  const showResult = useShowResult()

  const send = (data: FormData) => {
    if (sending.current) return
    sending.current = true
    startSending(async () => {
      const result = await attempt(action, data).finally(() => {
        sending.current = false
      })
      if (!result) return
      options.onAnswer?.(result)
      startTransition(() => {
        setAnswer(result)
        showResult({
          message: (result.ok && options.done) || null,
          at: result.at,
          afterwards: () => goOn(result),
        })
      })
    })
  }
  /** Not before the answer is shown: a navigation discards the page that comes with it. */
  const goOn = ({ ok, next }: NonNullable<FormState>) => {
    // The form is done with, so Back does not lead to it.
    if (next) router.replace(next)
    else if (ok) options.afterwards?.()
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter))
  }
  return { answer, pending, send, formProps: { action: submit, onSubmit } }
}

/**
 * Calls an action from the browser.
 * @returns Its answer, or why there is none.
 * @throws What Next throws for a redirect, so that its router renders the page anew.
 */
export async function attempt(action: FormAction, data: FormData): Promise<FormState> {
  try {
    return await action(null, data)
  } catch (error) {
    unstable_rethrow(error)
    const code = unstable_isUnrecognizedActionError(error) ? 'outdated' : 'not-sent'
    return { ok: false, code, values: typedValues(data), at: Date.now() }
  }
}
