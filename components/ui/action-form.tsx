'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { createContext, type ReactNode, useContext, useId, useLayoutEffect, useRef, useState } from 'react'
import { type FieldValues, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { DraftKey, FormAction, FormState } from '@/lib/request/form-state'
import { Button, type ButtonVariant } from './button'
import { DraftFields } from './draft-fields'
import { Field } from './field'
import { FormError } from './form-error'
import { useDraft, useHydratedText } from './use-draft'
import { useFormAction } from './use-form-action'
import { useHydrating } from './use-hydrating'

type Schema = z.ZodType<FieldValues, FieldValues>

type FormContextValue = {
  form: UseFormReturn
  state: FormState
  hydrated: boolean
  /** Error texts by key. */
  fieldErrors: Record<string, string>
  pending: boolean
}

const FormContext = createContext<FormContextValue | null>(null)

function useFormContext(): FormContextValue {
  const context = useContext(FormContext)
  if (!context) throw new Error('a form field needs an ActionForm')
  return context
}

type Props = {
  action: FormAction
  schema: Schema
  /** Address that the form is sent to without JavaScript, and that shows its errors then. */
  address: string
  /** Texts of field errors, by key. */
  fieldErrors: Record<string, string>
  /** Texts of errors of the form as a whole, by code. */
  formErrors: Record<string, ReactNode>
  label: string
  /** Message after success; absent where another page shows one. */
  successMessage?: string | undefined
  /** Returns errors by field that the schema does not cover, such as those of files. Called before the form is sent. */
  findErrors?: (data: FormData) => { [field: string]: string | undefined }
  /** Where unsent text is saved. */
  draft?: FormDraft
  children: ReactNode
}

export type FormDraft = {
  key: DraftKey
  /** The values of untouched fields. Only these fields are saved. */
  pristine: Record<string, string>
  /** The values that the server rendered, when they are from before the session ended. */
  shown?: Record<string, string>
}

const noDraft: FormDraft = { key: { member: 0, form: '', place: '' }, pristine: {} }

/**
 * A form that works as a plain POST and, once hydrated, validates its fields during input. The action parses the form by
 * the same schema.
 */
export function ActionForm(props: Props) {
  const {
    action,
    schema,
    address,
    fieldErrors,
    formErrors,
    label,
    successMessage,
    findErrors,
    draft = noDraft,
  } = props
  const { state, pending, send, formProps } = useFormAction(action, {
    address,
    ...(successMessage && { successMessage }),
    onResult({ ok }) {
      if (ok) discard()
    },
  })
  const form = useForm<FieldValues>({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    shouldFocusError: true,
    // An immediate message would shift the button that is being pressed when a field loses the focus.
    delayError: 400,
  })
  const hydrated = !useHydrating()
  const element = useRef<HTMLFormElement>(null)
  /** The refusal whose errors are rendered; a field may be shown only because of its error. */
  const [refused, setRefused] = useState<FormState>(null)
  const { setError, setValue, reset } = form
  const { save, discard } = useDraft(element, draft.key, {
    pristine: draft.pristine,
    shown: state?.values ?? draft.shown ?? draft.pristine,
    rejected: state?.values !== undefined,
    setField: setValue,
    onChange() {
      for (const name of Object.keys(draft.pristine)) {
        const field = element.current?.elements.namedItem(name)
        if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
          setValue(name, field.value)
      }
    },
  })
  // Passive effects would run after the result is visible, and discard text or move the focus of somebody who types on.
  useLayoutEffect(() => {
    const found = Object.entries(state?.fieldErrors ?? {})
    for (const [field, message] of found) setError(field, { message })
    if (found.length > 0) setRefused(state)
    else if (state?.code && state.code !== 'not-sent')
      for (const secret of element.current?.querySelectorAll<HTMLInputElement>('[type=password]') ?? [])
        secret.value = ''
  }, [state, setError])
  useLayoutEffect(() => {
    if (refused) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each success, with the values of that render
  useLayoutEffect(() => {
    if (!state?.ok) return
    element.current?.reset()
    reset(draft.pristine)
  }, [state, reset])
  return (
    <FormContext value={{ form, state, hydrated, fieldErrors, pending }}>
      <form
        {...formProps}
        ref={element}
        noValidate
        aria-label={label}
        className="grid gap-5"
        onInput={save}
        onSubmit={(event) => {
          event.preventDefault()
          if (pending) return
          const { submitter } = event.nativeEvent as SubmitEvent
          const data = new FormData(event.currentTarget, submitter)
          void form.handleSubmit(() => {
            const found = Object.entries(findErrors?.(data) ?? {})
            if (found.length === 0) return send(data)
            for (const [field, message = ''] of found) setError(field, { message })
            const first = element.current?.elements.namedItem(found[0]?.[0] ?? '')
            if (first instanceof HTMLElement) first.focus()
          })(event)
        }}
      >
        <FormError state={state} formErrors={formErrors} hasText={draft !== noDraft} />
        <DraftFields draft={draft.key} />
        {props.children}
      </form>
    </FormContext>
  )
}

/** The state of the form: the latest result of its action. */
export function useFormState(): FormState {
  return useFormContext().state
}

/** The key of a field's error. */
export function useFieldError(name: string): string | undefined {
  const { form, state, hydrated } = useFormContext()
  const serverError = hydrated ? undefined : state?.fieldErrors?.[name]
  return form.formState.errors[name]?.message?.toString() ?? serverError
}

type FieldProps = Omit<Parameters<typeof Field>[0], 'defaultValue'> & { value?: string }

/**
 * A field of an ActionForm, validated during input. `error` is the key of an error that the schema does not find; errors
 * of the form take precedence.
 */
export function FormField({ name, value = '', error: otherError, ...rest }: FieldProps) {
  const { form, state, fieldErrors } = useFormContext()
  const key = useFieldError(name) ?? otherError
  // Registered without a value, so that text typed before hydration stays.
  const registered = rest.type === 'file' ? { name } : form.register(name)
  const error = key === undefined ? undefined : (fieldErrors[key] ?? key)
  const isNeverFilled = rest.type === 'password' || rest.type === 'file'
  const text = useHydratedText(`field-${name}`, isNeverFilled ? '' : (state?.values?.[name] ?? value))
  return <Field {...rest} {...registered} defaultValue={isNeverFilled ? undefined : text} error={error} />
}

type CheckboxProps = { name: string; label: string; checked?: boolean; hint?: string | undefined }

/** A checkbox of an ActionForm. A refused form is shown as it was sent. */
export function FormCheckbox({ name, label, checked = false, hint }: CheckboxProps) {
  const id = useId()
  const { form, state } = useFormContext()
  return (
    <div className="flex min-h-11 items-center gap-3">
      <input
        id={id}
        type="checkbox"
        {...form.register(name)}
        defaultChecked={state?.values ? state.values[name] === 'on' : checked}
        aria-describedby={hint && `${id}-hint`}
        className="size-5 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-quiet">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

type FormButtonProps = { variant?: ButtonVariant; name?: string; value?: string; children: ReactNode }

/** A submit button of an ActionForm. With several, name and value tell which was pressed. */
export function FormButton({ children, ...rest }: FormButtonProps) {
  const { pending } = useFormContext()
  return (
    <Button {...rest} pending={pending} className="justify-self-start">
      {children}
    </Button>
  )
}
