'use client'

import { type ReactNode, startTransition, useActionState, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { FormAction } from '@/lib/form-state'
import { countCodePoints } from '@/lib/text/code-points'

type Props = {
  action: FormAction
  /** Where the form is sent without JavaScript. */
  address: string
  /** Hidden fields: the key of a new post, or the id of one that is edited. */
  fields: Record<string, string>
  initial: string
  max: number
  text: { form: string; label: string; placeholder?: string; button: string; counter: string; logIn: string }
  errors: Record<string, string>
  refusals: Record<string, string>
  /** What stands above the text. */
  lead?: ReactNode
  children?: ReactNode
}

/** Where posts are written and changed. Says what is left, and keeps the text through every refusal. */
export function PostForm({
  action,
  address,
  fields,
  initial,
  max,
  text,
  errors,
  refusals,
  lead,
  children,
}: Props) {
  const [answer, submit, pending] = useActionState(action, null, address)
  const [body, setBody] = useState(answer?.values?.body ?? initial)
  const [ahead, setAhead] = useState<string | null>(null)
  const left = max - countCodePoints(body)
  useEffect(() => {
    if (answer?.fieldErrors?.body) document.getElementById('field-body')?.focus()
  }, [answer])
  const key = ahead ?? answer?.fieldErrors?.body
  const refused = answer?.code && !answer.fieldErrors ? answer.code : null
  return (
    <form
      action={submit}
      noValidate
      aria-label={text.form}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const problem = body.trim() === '' ? 'body.required' : left < 0 ? 'body.tooLong' : null
        setAhead(problem)
        if (pending) return
        if (problem) return document.getElementById('field-body')?.focus()
        const data = new FormData(event.currentTarget)
        startTransition(() => submit(data))
      }}
    >
      {refused && (
        <Notice category="danger">
          {refusals[refused] ?? refusals.invalid}{' '}
          {refused === 'unauthenticated' && (
            <a href={`/login?next=${encodeURIComponent(address)}`} className="underline">
              {text.logIn}
            </a>
          )}
        </Notice>
      )}
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {lead}
      <label htmlFor="field-body" className="text-sm font-semibold">
        {text.label}
      </label>
      <textarea
        id="field-body"
        name="body"
        rows={3}
        dir="auto"
        value={body}
        onChange={(event) => {
          setBody(event.target.value)
          setAhead(null)
        }}
        placeholder={text.placeholder}
        aria-invalid={key || left < 0 ? true : undefined}
        aria-describedby={key ? 'body-left body-error' : 'body-left'}
        className="field-sizing-content max-h-96 min-h-24 w-full resize-y rounded-lg border border-edge bg-card px-3 py-2 text-base placeholder:text-quiet aria-invalid:border-bad"
      />
      {key && (
        <p id="body-error" className="text-sm font-medium text-bad">
          {errors[key] ?? key}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-4">
        <p
          id="body-left"
          data-over={left < 0 || undefined}
          className="mr-auto text-sm text-quiet tabular-nums data-over:font-semibold data-over:text-bad"
        >
          {text.counter.replace('{count}', String(left))}
        </p>
        {children}
        <Button pending={pending}>{text.button}</Button>
      </div>
    </form>
  )
}
