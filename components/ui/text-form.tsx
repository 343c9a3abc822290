'use client'

import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { Template } from '@/lib/i18n/templates'
import type { DraftKey, FormAction, FormState } from '@/lib/request/form-state'
import { countCodePoints } from '@/lib/text/code-points'
import { Button, buttonClass } from './button'
import { DraftFields } from './draft-fields'
import { focusElement } from './focus'
import { FormError } from './form-error'
import { LengthCounter } from './length-counter'
import { useDraft, useHydratedText } from './use-draft'
import { leadsElsewhere, useFormAction } from './use-form-action'
import { useHydrating } from './use-hydrating'

export type TextFormProps = {
  action: FormAction
  /** Address that the form is sent to without JavaScript. */
  address: string
  /** Values of hidden fields, by name. */
  fields?: Record<string, string>
  /** The first idempotency key, for a form that creates something; it is replaced after success. */
  submission?: string
  draft: DraftKey
  /** The text of the untouched field. */
  initial?: string
  /** The text from before the session ended. */
  restored?: string | undefined
  /** Maximum length in code points. */
  max: number
  rows?: number
  /** Prefix of error keys, and of element ids without `id`. */
  name?: 'body' | 'message'
  /** Prefix of element ids, for a second form on a page. */
  id?: string
  /** `success` is shown after success; absent where the page shows the result itself. */
  text: {
    form: string
    label: string
    placeholder?: string
    button: string
    counter: Template
    logIn: string
    success?: string
  }
  fieldErrors: Record<string, string>
  /** Form error texts that differ from the common ones, by code. */
  formErrors?: Record<string, string>
  /** Shown above the field. */
  lead?: ReactNode
  /** A link that leaves the form and discards its text; `onCancel` handles its click on a page that stays open. */
  cancel?: { href: string; label: string; onCancel?: () => void }
  /** Whether Enter sends the text; Shift+Enter breaks the line. Ctrl+Enter and Cmd+Enter always send it. */
  enterSends?: boolean
  /** Shown beside the counter. */
  options?: ReactNode
  /** Whether the field is initially focused. */
  focused?: boolean
  className?: string
  /** Called with the text when the form is sent. */
  onSend?: (text: string) => void
  /** Called when the text was not accepted, or no response arrived. */
  onRefused?: () => void
  onSent?: () => void
}

/**
 * A form with one text: a post, a reply, an edit or a message. The text survives reloads, errors and failed requests
 * until it is sent. The field is uncontrolled, so text that extensions or input methods insert is sent too.
 */
export function TextForm(props: TextFormProps) {
  const { name = 'body', id = name, initial = '', max, text, fieldErrors, formErrors, cancel, draft } = props
  const form = useRef<HTMLFormElement>(null)
  const hydrating = useHydrating()
  // A form rendered in the browser may come from the router's cache, with a used key.
  const [key, setKey] = useState(() => (hydrating ? props.submission : props.submission && newKey()))
  const [clientError, setClientError] = useState<string | null>(null)
  const { state, pending, send, formProps } = useFormAction(props.action, {
    address: props.address,
    ...(text.success && { successMessage: text.success }),
    onResult({ ok, code }) {
      if (ok) clear()
      else props.onRefused?.()
      if (ok || code === 'conflict') setKey(props.submission && newKey())
    },
    onShown({ created }) {
      if (created) focusElement(document.getElementById(`post-${created}`), { preventScroll: true })
    },
  })
  const rejected = state?.values?.body?.replace(/\r\n?/g, '\n')
  const shown = rejected ?? props.restored ?? initial
  const defaultText = useHydratedText(`field-${id}`, shown)
  const [left, setLeft] = useState(max - countCodePoints(shown))

  const field = () => form.current?.elements.namedItem('body') as HTMLTextAreaElement | null
  const count = () => setLeft(max - countCodePoints(field()?.value ?? ''))
  const { save, discard } = useDraft(form, draft, {
    pristine: { body: initial },
    shown: { body: shown },
    rejected: rejected !== undefined,
    setField: (_, value) => {
      const element = field()
      if (element) element.value = value
    },
    onChange: count,
  })
  const clear = () => {
    discard()
    const element = field()
    // After an edit the post's page follows; until then the text stays.
    if (element && !initial) element.value = ''
    count()
    props.onSent?.()
  }
  useFocus(form, props.focused ?? false, state)

  const error = clientError ?? state?.fieldErrors?.body
  const leftId = `${id}-left`
  return (
    <form
      {...formProps}
      ref={form}
      noValidate
      aria-label={text.form}
      className={`grid ${props.className ?? 'gap-3'}`}
      onInput={() => {
        setClientError(null)
        count()
        save()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        const value = field()?.value ?? ''
        const found = value.trim() === '' ? 'required' : countCodePoints(value) > max ? 'tooLong' : null
        setClientError(found && `${name}.${found}`)
        if (found) field()?.focus()
        else if (!pending) {
          props.onSend?.(value)
          send(new FormData(event.currentTarget))
        }
      }}
    >
      <FormError state={state} formErrors={formErrors ?? {}} hasText>
        {state?.code === 'unauthenticated' && (
          <a href={`/login?next=${encodeURIComponent(props.address)}`} className="underline">
            {text.logIn}
          </a>
        )}
      </FormError>
      {Object.entries({ ...props.fields, ...(key && { submission: key }) }).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <DraftFields draft={draft} />
      {props.lead}
      <label htmlFor={`field-${id}`} className="sr-only">
        {text.label}
      </label>
      <textarea
        id={`field-${id}`}
        name="body"
        rows={props.rows ?? 1}
        dir="auto"
        defaultValue={defaultText}
        readOnly={pending}
        placeholder={text.placeholder ?? text.label}
        aria-invalid={error || left < 0 ? true : undefined}
        aria-describedby={error ? `${leftId} ${id}-error` : leftId}
        onKeyDown={(event) => {
          if (isSendKey(event, props.enterSends ?? false)) {
            event.preventDefault()
            form.current?.requestSubmit()
          }
        }}
        className="text-field"
      />
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {fieldErrors[error] ?? error}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-3">
        {props.options}
        <LengthCounter id={leftId} left={left} max={max} label={text.counter} />
        {cancel && (
          <a
            href={cancel.href}
            className={buttonClass('quiet')}
            onClick={(event) => {
              discard()
              if (!cancel.onCancel) return
              event.preventDefault()
              cancel.onCancel()
            }}
          >
            {cancel.label}
          </a>
        )}
        <Button pending={pending}>{text.button}</Button>
      </div>
    </form>
  )
}

/** Whether a key sends the text. Enter that ends the composition of an input method does not. */
function isSendKey(event: KeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey || event.altKey) return false
  return event.ctrlKey || event.metaKey || enterSends
}

/** Focuses the field initially if requested, and after every result that does not lead to another page. */
function useFocus(form: RefObject<HTMLFormElement | null>, initially: boolean, state: FormState) {
  const former = useRef<FormState>(null)
  useEffect(() => {
    const isNew = former.current !== state
    former.current = state
    const mayHaveUnread = isNew
      ? !leadsElsewhere(state)
      : initially && document.activeElement === document.body
    const field = form.current?.elements.namedItem('body') as HTMLTextAreaElement | null
    if (mayHaveUnread) field?.focus({ preventScroll: state?.ok === true })
  }, [form, initially, state])
}

/** An idempotency key for the next text; crypto.randomUUID is missing on plain http. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
