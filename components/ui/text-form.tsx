'use client'

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import type { DraftKey, FormAction, FormState } from '@/lib/request/form-state'
import { countCodePoints } from '@/lib/text/code-points'
import { Button, buttonClass } from './button'
import { DraftFields } from './draft-fields'
import { FormRefusal } from './form-refusal'
import { useDraft, useServerText } from './use-draft'
import { useFormAction } from './use-form-action'
import { useHydrating } from './use-hydrating'

export type TextFormProps = {
  action: FormAction
  /** Where the form is sent without JavaScript. */
  address: string
  /** Hidden fields. */
  fields?: Record<string, string>
  /** The first idempotency key, for a form that makes something; it changes when that is made, and never before. */
  submission?: string
  draft: DraftKey
  /** The text before anything is typed. */
  initial?: string
  /** What was typed before the session ended. */
  kept?: string | undefined
  /** Code points. */
  max: number
  rows?: number
  /** Names the errors, and the elements of the field. */
  name?: 'body' | 'message'
  /** `done` is said when it was sent; without it the page shows the result by itself. */
  text: {
    form: string
    label: string
    placeholder?: string
    button: string
    counter: Template
    logIn: string
    done?: string
  }
  errors: Record<string, string>
  /** Refusals that differ from the common ones, by code. */
  refusals?: Record<string, string>
  /** What stands above the text. */
  lead?: ReactNode
  /** The link that leaves the form and gives its text up. */
  cancel?: { href: string; label: string }
  /** Whether the field has the focus at first. */
  focused?: boolean
  className?: string
  onSent?: () => void
}

/**
 * Where one text is written: a post, a reply, an edit or a message. It stays through reloads, refusals and requests
 * that fail, and goes when it has been sent. The field belongs to the browser (uncontrolled), so what stands in it is
 * what is sent, whoever has put it there.
 */
export function TextForm(props: TextFormProps) {
  const { name = 'body', initial = '', max, text, errors, refusals, cancel, draft } = props
  const form = useRef<HTMLFormElement>(null)
  const hydrating = useHydrating()
  // A form that the browser renders by itself may come from the router's cache, and its key be used up.
  const [key, setKey] = useState(() => (hydrating ? props.submission : props.submission && newKey()))
  const [ahead, setAhead] = useState<string | null>(null)
  const { answer, pending, send, formProps } = useFormAction(props.action, {
    address: props.address,
    ...(text.done && { done: text.done }),
    onAnswer({ ok, code }) {
      if (ok) clear()
      if (ok || code === 'conflict') setKey(props.submission && newKey())
    },
  })
  const sent = answer?.values?.body?.replace(/\r\n?/g, '\n')
  const shown = sent ?? props.kept ?? initial
  const defaultText = useServerText(`field-${name}`, shown)
  const [left, setLeft] = useState(max - countCodePoints(shown))

  const field = () => form.current?.elements.namedItem('body') as HTMLTextAreaElement | null
  const count = () => setLeft(max - countCodePoints(field()?.value ?? ''))
  const { keep, drop } = useDraft(form, draft, {
    pristine: { body: initial },
    shown: { body: shown },
    refused: sent !== undefined,
    write: (_, value) => {
      const element = field()
      if (element) element.value = value
    },
    onChange: count,
  })
  const clear = () => {
    drop()
    const element = field()
    // An edited post goes on to its page; until then its text stays.
    if (element && !initial) element.value = ''
    count()
    props.onSent?.()
  }
  useFocus(form, props.focused ?? false, answer)

  const problem = ahead ?? answer?.fieldErrors?.body
  const leftId = `${name}-left`
  return (
    <form
      {...formProps}
      ref={form}
      noValidate
      aria-label={text.form}
      className={`grid ${props.className ?? 'gap-3'}`}
      onInput={() => {
        setAhead(null)
        count()
        keep()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        const typed = field()?.value ?? ''
        const found = typed.trim() === '' ? 'required' : countCodePoints(typed) > max ? 'tooLong' : null
        setAhead(found && `${name}.${found}`)
        if (found) field()?.focus()
        else send(new FormData(event.currentTarget))
      }}
    >
      <FormRefusal answer={answer} refusals={refusals ?? {}} typed>
        {answer?.code === 'unauthenticated' && (
          <a href={`/login?next=${encodeURIComponent(props.address)}`} className="underline">
            {text.logIn}
          </a>
        )}
      </FormRefusal>
      {Object.entries({ ...props.fields, ...(key && { submission: key }) }).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <DraftFields draft={draft} />
      {props.lead}
      <label htmlFor={`field-${name}`} className="text-sm font-semibold">
        {text.label}
      </label>
      <textarea
        id={`field-${name}`}
        name="body"
        rows={props.rows ?? 3}
        dir="auto"
        defaultValue={defaultText}
        readOnly={pending}
        placeholder={text.placeholder}
        aria-invalid={problem || left < 0 ? true : undefined}
        aria-describedby={problem ? `${leftId} ${name}-error` : leftId}
        className={`field-sizing-content w-full resize-y rounded-lg border border-edge bg-card px-3 py-2 text-base placeholder:text-quiet aria-invalid:border-bad ${name === 'body' ? 'max-h-96 min-h-24' : 'max-h-48 min-h-16'}`}
      />
      {problem && (
        <p id={`${name}-error`} className="text-sm font-medium text-bad">
          {errors[problem] ?? problem}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-4 max-sm:[&:has(>a)>p]:basis-full">
        <p
          id={leftId}
          data-over={left < 0 || undefined}
          className="mr-auto text-sm text-quiet tabular-nums data-over:font-semibold data-over:text-bad"
        >
          {fillTemplate(text.counter, left)}
        </p>
        {cancel && (
          <a href={cancel.href} className={buttonClass('quiet')} onClick={drop}>
            {cancel.label}
          </a>
        )}
        <Button pending={pending}>{text.button}</Button>
      </div>
    </form>
  )
}

/** After an answer that leaves the person here the field has the focus again: to go on, or to correct the text. */
function useFocus(form: RefObject<HTMLFormElement | null>, first: boolean, answer: FormState) {
  const known = useRef<FormState>(null)
  useEffect(() => {
    const isNew = known.current !== answer
    known.current = answer
    const wanted = isNew ? !leadsElsewhere(answer) : first && document.activeElement === document.body
    const field = form.current?.elements.namedItem('body') as HTMLTextAreaElement | null
    if (wanted) field?.focus({ preventScroll: answer?.ok === true })
  }, [form, first, answer])
}

const leadsElsewhere = (answer: FormState): boolean =>
  answer?.next !== undefined && new URL(answer.next, location.href).pathname !== location.pathname

/** A key for what is written next; crypto.randomUUID is missing on plain http. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
