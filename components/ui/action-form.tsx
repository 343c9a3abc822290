'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import {
  createContext,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useId,
  useRef,
  useSyncExternalStore,
} from 'react'
import { type FieldValues, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { FormAction, FormState } from '@/lib/form-state'
import { Button } from './button'
import { Field } from './field'
import { Notice } from './notice'

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
  children: ReactNode
}

const subscribe = () => () => {}

/**
 * A form that works as a plain POST and, once hydrated, tells about mistakes while they are made. The schema is the
 * one that the action parses again.
 */
export function ActionForm({ action, schema, address, errors, refusals, label, children }: Props) {
  const [answer, submit, pending] = useActionState(action, null, address)
  const form = useForm<FieldValues>({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    shouldFocusError: true,
    // A message that came at once would push away what the pointer, in leaving the field, is pressing.
    delayError: 400,
  })
  const hydrated = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
  const element = useRef<HTMLFormElement>(null)
  const { setError } = form
  useEffect(() => {
    const found = Object.entries(answer?.fieldErrors ?? {})
    for (const [field, message] of found) setError(field, { message })
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (found.length > 0)
      requestAnimationFrame(() =>
        (first ?? element.current?.querySelector<HTMLElement>('[aria-invalid="true"]'))?.focus(),
      )
    else if (answer?.code)
      for (const secret of element.current?.querySelectorAll<HTMLInputElement>('[type=password]') ?? [])
        secret.value = ''
  }, [answer, setError])
  const refused = answer?.code && !answer.fieldErrors ? answer.code : null
  return (
    <FormKit value={{ form, answer, hydrated, errors, pending }}>
      <form
        ref={element}
        action={submit}
        noValidate
        aria-label={label}
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (pending) return
          const data = new FormData(event.currentTarget)
          void form.handleSubmit(() => startTransition(() => submit(data)))(event)
        }}
      >
        {refused && <Notice category="danger">{refusals[refused] ?? refusals.invalid}</Notice>}
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
  const registered =
    rest.type === 'file' ? { name } : form.register(name, { value: answer?.values?.[name] ?? value })
  const error = message === undefined ? undefined : (errors[message] ?? message)
  const given =
    rest.type === 'password' || rest.type === 'file' ? undefined : (answer?.values?.[name] ?? value)
  return <Field {...rest} {...registered} defaultValue={given} error={error} />
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
