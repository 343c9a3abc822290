'use client'

import { unstable_rethrow } from 'next/navigation'
import { useActionState, useEffect, useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { FormState } from '@/lib/form-state'
import { sendMessageAction } from '@/lib/messages/actions'
import { countCodePoints } from '@/lib/text/code-points'
import { keepTyped, readTyped } from './typed'

export type Compose = {
  /** Where the form is sent without JavaScript. */
  address: string
  submission: string
  /** What was written before the session ended. */
  draft: string
  storageKey: string
  max: number
  /** The last message that the page holds. */
  seen: number | null
  text: { form: string; label: string; button: string; counter: string; logIn: string; offline: string }
  errors: Record<string, string>
  refusals: Record<string, string>
}

type Props = Compose & { partner: string; onSent: () => void }

/** Where messages are written. The text stays through reloads and every refusal, and goes when it has been sent. */
export function MessageForm(props: Props) {
  const { partner, address, submission, draft, storageKey, max, seen, text, errors, refusals, onSent } = props
  const [plain, submit] = useActionState(sendMessageAction, null, address)
  const [answer, setAnswer] = useState<FormState | 'offline'>(plain)
  const [pending, startSending] = useTransition()
  const [key, setKey] = useState(submission)
  const [body, setBody] = useState(plain?.values?.body ?? draft)
  const [ahead, setAhead] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const left = max - countCodePoints(body)

  useEffect(() => {
    // What was typed before this script ran is in the field already.
    const kept = field.current?.value || readTyped(storageKey)
    setBody(kept)
  }, [storageKey])

  const write = (value: string) => {
    setBody(value)
    setAhead(null)
    keepTyped(storageKey, value)
  }

  const send = (data: FormData) =>
    startSending(async () => {
      const result = await attempt(data)
      setAnswer(result)
      if (result !== 'offline' && result?.ok) {
        keepTyped(storageKey, '')
        // Taking the draft's cookie away renders the page anew.
        if (draft) return location.assign(address)
        setBody('')
        setKey(newKey())
        onSent()
      }
      field.current?.focus()
    })

  const refused = answer !== 'offline' && answer && !answer.ok ? answer : null
  const problem = ahead ?? refused?.fieldErrors?.body
  const notice =
    answer === 'offline'
      ? text.offline
      : refused && !refused.fieldErrors && refusals[refused.code ?? 'invalid']
  return (
    <form
      action={submit}
      noValidate
      aria-label={text.form}
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (pending) return
        const found = body.trim() === '' ? 'message.required' : left < 0 ? 'message.tooLong' : null
        setAhead(found)
        if (found) field.current?.focus()
        else send(new FormData(event.currentTarget))
      }}
    >
      {notice && (
        <Notice category="danger">
          {notice}{' '}
          {refused?.code === 'unauthenticated' && (
            <a href={`/login?next=${encodeURIComponent(address)}`} className="underline">
              {text.logIn}
            </a>
          )}
        </Notice>
      )}
      <input type="hidden" name="to" value={partner} />
      <input type="hidden" name="submission" value={key} />
      {seen !== null && <input type="hidden" name="seen" value={seen} />}
      <label htmlFor="field-message" className="text-sm font-semibold">
        {text.label}
      </label>
      <textarea
        ref={field}
        id="field-message"
        name="body"
        rows={2}
        dir="auto"
        value={body}
        readOnly={pending}
        onChange={(event) => write(event.target.value)}
        aria-invalid={problem || left < 0 ? true : undefined}
        aria-describedby={problem ? 'message-left message-error' : 'message-left'}
        className="field-sizing-content max-h-48 min-h-16 w-full resize-y rounded-lg border border-edge bg-card px-3 py-2 text-base aria-invalid:border-bad"
      />
      {problem && (
        <p id="message-error" className="text-sm font-medium text-bad">
          {errors[problem] ?? problem}
        </p>
      )}
      <div className="flex items-center justify-between gap-4">
        <p
          id="message-left"
          data-over={left < 0 || undefined}
          className="text-sm text-quiet tabular-nums data-over:font-semibold data-over:text-bad"
        >
          {text.counter.replace('{count}', String(left))}
        </p>
        <Button pending={pending}>{text.button}</Button>
      </div>
    </form>
  )
}

/** Redirects go on; whatever else goes wrong on the way leaves the text where it is. */
async function attempt(data: FormData): Promise<FormState | 'offline'> {
  try {
    return await sendMessageAction(null, data)
  } catch (error) {
    unstable_rethrow(error)
    return 'offline'
  }
}

/** A key for the next message; crypto.randomUUID is missing on plain http. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
