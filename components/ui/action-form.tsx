'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from 'react'
import { type FieldValues, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { DraftKey, FormAction, FormState } from '@/lib/request/form-state'
import { Button } from './button'
import { DraftFields } from './draft-fields'
import { Field } from './field'
import { FormRefusal } from './form-refusal'
import { useDraft, useServerText } from './use-draft'
import { useFormAction } from './use-form-action'
import { useHydrating } from './use-hydrating'

type Schema = z.ZodType<FieldValues, FieldValues>

type Kit = {
  form: UseFormReturn
  answer: FormState
  hydrated: boolean
  errors: Record<string, string>
  pending: boolean
}

const FormKit = createContext<Kit | null>(null)

function useKit(): Kit {
  const kit = useContext(FormKit)
  if (!kit) throw new Error('a form field stands outside of its form')
  return kit
}

type Props = {
  action: FormAction
  schema: Schema
  /** Address that the form is sent to without JavaScript, and that shows its errors then. */
  address: string
  /** Texts of all field errors, by key. */
  errors: Record<string, string>
  /** Texts of refusals that belong to no field, by code. */
  refusals: Record<string, ReactNode>
  label: string
  /** What is said when it is done; absent where another page says so. */
  done?: string | undefined
  /** Where typed text is kept until it is sent, and the fields that are kept with their present values. */
  draft?: FormDraft
  children: ReactNode
}

export type FormDraft = {
  key: DraftKey
  pristine: Record<string, string>
  /** What the fields hold at first, when that is a text from before the session ended. */
  shown?: Record<string, string>
}

const noDraft: FormDraft = { key: { member: 0, form: '', place: '' }, pristine: {} }

/**
 * A form that works as a plain POST and, once hydrated, tells about mistakes while they are made. The schema is the
 * one that the action parses again.
 */
export function ActionForm(props: Props) {
  const { action, schema, address, errors, refusals, label, done, draft = noDraft, children } = props
  const { answer, pending, send, formProps } = useFormAction(action, {
    address,
    ...(done && { done }),
    onAnswer({ ok }) {
      if (ok) drop()
    },
    // The button is at the foot of a long form, the message above it.
    afterwards: () => document.getElementById('form-message')?.scrollIntoView({ block: 'nearest' }),
  })
  const form = useForm<FieldValues>({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    shouldFocusError: true,
    // A message that came at once would push away what the pointer, in leaving the field, is pressing.
    delayError: 400,
  })
  const hydrated = !useHydrating()
  const element = useRef<HTMLFormElement>(null)
  const { setError, setValue, reset } = form
  const { keep, drop } = useDraft(element, draft.key, {
    pristine: draft.pristine,
    shown: answer?.values ?? draft.shown ?? draft.pristine,
    refused: answer?.values !== undefined,
    write: setValue,
    onChange() {
      for (const name of Object.keys(draft.pristine)) {
        const field = element.current?.elements.namedItem(name)
        if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
          setValue(name, field.value)
      }
    },
  })
  useEffect(() => {
    const found = Object.entries(answer?.fieldErrors ?? {})
    for (const [field, message] of found) setError(field, { message })
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (found.length > 0)
      requestAnimationFrame(() =>
        (first ?? element.current?.querySelector<HTMLElement>('[aria-invalid="true"]'))?.focus(),
      )
    else if (answer?.code && answer.code !== 'not-sent')
      for (const secret of element.current?.querySelectorAll<HTMLInputElement>('[type=password]') ?? [])
        secret.value = ''
  }, [answer, setError])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each success, with the values that came with it
  useEffect(() => {
    if (!answer?.ok) return
    element.current?.reset()
    reset(draft.pristine)
  }, [answer, reset])
  return (
    <FormKit value={{ form, answer, hydrated, errors, pending }}>
      <form
        {...formProps}
        ref={element}
        noValidate
        aria-label={label}
        className="grid gap-5"
        onInput={keep}
        onSubmit={(event) => {
          event.preventDefault()
          if (pending) return
          const data = new FormData(event.currentTarget)
          void form.handleSubmit(() => send(data))(event)
        }}
      >
        <FormRefusal answer={answer} refusals={refusals} typed={draft !== noDraft} />
        <DraftFields draft={draft.key} />
        {children}
      </form>
    </FormKit>
  )
}

/** The key of the error that a field has, for one that a form shows only then. */
export function useFieldError(name: string): string | undefined {
  const { form, answer, hydrated } = useKit()
  const refusal = hydrated ? undefined : answer?.fieldErrors?.[name]
  return form.formState.errors[name]?.message?.toString() ?? refusal
}

type FieldProps = Omit<Parameters<typeof Field>[0], 'defaultValue'> & { value?: string }

/**
 * A field of an ActionForm: registered for instant checks, filled with what was typed before. `error` is the key of one
 * that is found outside of the schema, shown where the form has none.
 */
export function FormField({ name, value = '', error: found, ...rest }: FieldProps) {
  const { form, answer, errors } = useKit()
  const message = useFieldError(name) ?? found
  // Registered without a value: what was typed before this script ran stays, and counts.
  const registered = rest.type === 'file' ? { name } : form.register(name)
  const error = message === undefined ? undefined : (errors[message] ?? message)
  const given =
    rest.type === 'password' || rest.type === 'file' ? undefined : (answer?.values?.[name] ?? value)
  const shown = useServerText(`field-${name}`, given ?? '')
  return <Field {...rest} {...registered} defaultValue={given === undefined ? given : shown} error={error} />
}

/** A checkbox of an ActionForm, unchecked at first. */
export function FormCheckbox({ name, label }: { name: string; label: string }) {
  const id = useId()
  const { form, answer } = useKit()
  return (
    <div className="flex min-h-11 items-center gap-3">
      <input
        id={id}
        type="checkbox"
        {...form.register(name)}
        defaultChecked={answer?.values?.[name] === 'on'}
        className="size-5 accent-accent"
      />
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
    </div>
  )
}

/** The button that sends an ActionForm. */
export function FormButton({ children }: { children: ReactNode }) {
  const { pending } = useKit()
  return (
    <Button pending={pending} className="justify-self-start">
      {children}
    </Button>
  )
}
