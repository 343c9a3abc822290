'use client'

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useActionState, useRef, useState, useTransition } from 'react'
import { type FormAction, type FormState, typedValues } from '@/lib/request/form-state'
import { useShowFormResult } from './form-texts'

type Options = {
  /** Address that the form is sent to without JavaScript, and that shows its errors then. Absent: the page's own. */
  address?: string
  /** Message after success. */
  successMessage?: string
  /** Called before the form is sent, to show the expected result. */
  onSend?: () => void
  /** Called with every result, before the page shows it. */
  onResult?: (result: NonNullable<FormState>) => void
  /** Called once the page shows a success, unless that leads to another page. The form may be unmounted by then. */
  onShown?: (result: NonNullable<FormState>) => void
}

/**
 * Submits a form. Without JavaScript the browser posts it. With JavaScript a failed request gives a result (`not-sent`)
 * instead of the error page, so that the text in this form and in others stays.
 * @returns `formProps` for the form element; `send` for a form that validates its fields first.
 */
export function useFormAction(action: FormAction, options: Options = {}) {
  const [initialState, submit] = useActionState(action, null, options.address)
  const [state, setState] = useState(initialState)
  const [pending, startSending] = useTransition()
  const sending = useRef(false)
  const router = useRouter()
  const showResult = useShowFormResult()

  const send = (data: FormData) => {
    if (sending.current) return
    sending.current = true
    options.onSend?.()
    const from = location.pathname
    startSending(async () => {
      const result = await callAction(action, data).finally(() => {
        sending.current = false
      })
      if (!result) return
      options.onResult?.(result)
      startTransition(() => {
        setState(result)
        showResult({
          message: (result.ok && options.successMessage) || null,
          at: result.at,
          onShown: () => finish(result, from),
        })
      })
    })
  }
  /** Waits until the result is shown: a navigation would discard the page that the server sent with it. */
  const finish = (result: NonNullable<FormState>, from: string) => {
    const { ok, next } = result
    // Back must not lead to a form that was sent. A user who has navigated in the meantime stays on the new page.
    if (next && location.pathname === from) goTo(next)
    if (ok && !leadsElsewhere(result)) options.onShown?.(result)
  }

  const goTo = (address: string) => {
    // A browser does not apply form-action to this navigation, wherever the other site redirects it.
    if (address.startsWith('/')) router.replace(address)
    else location.replace(address)
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter))
  }
  return { state, pending, send, formProps: { action: submit, onSubmit } }
}

/** Whether the result of an action is on another page. */
export function leadsElsewhere(state: FormState): boolean {
  return state?.next !== undefined && new URL(state.next, location.href).pathname !== location.pathname
}

/**
 * Calls an action from the browser.
 * @returns Its result; `outdated` or `not-sent` when there is none.
 * @throws The error by which Next signals a redirect.
 */
export async function callAction(action: FormAction, data: FormData): Promise<FormState> {
  try {
    return await action(null, data)
  } catch (error) {
    unstable_rethrow(error)
    const code = unstable_isUnrecognizedActionError(error) ? 'outdated' : 'not-sent'
    return { ok: false, code, values: typedValues(data), at: Date.now() }
  }
}
