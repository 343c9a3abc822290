import type { ComponentProps } from 'react'

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  name: string
  label: string
  hint?: string
  error?: string | undefined
  /** Makes it a textarea with this number of rows. */
  rows?: number
  /** The id of the control, on pages with several forms that have a field of this name. */
  fieldId?: string
  /** Announces a hint that changes during input (WCAG 2.2, 4.1.3). */
  liveHint?: boolean
}

const controlClass =
  'w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink placeholder:text-quiet aria-invalid:border-bad'

/** A control with its label, hint and error, connected by id (WCAG 2.2, 3.3.1 and 3.3.2). */
export function Field({ name, label, hint, error, rows, liveHint, fieldId, type = 'text', ...rest }: Props) {
  const id = fieldId ?? `field-${name}`
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const control = {
    id,
    name,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described || undefined,
    className: rows ? controlClass : `${controlClass} min-h-11`,
    ...rest,
  }
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {rows ? (
        <textarea rows={rows} {...(control as ComponentProps<'textarea'>)} />
      ) : (
        <input type={type} {...control} />
      )}
      {hint && (
        <p id={`${id}-hint`} aria-live={liveHint ? 'polite' : undefined} className="text-sm text-quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
