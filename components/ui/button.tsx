import type { ComponentProps } from 'react'

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-card text-ink border-edge hover:bg-sunk',
  quiet: 'bg-transparent text-quiet border-transparent hover:bg-sunk hover:text-ink',
  danger: 'bg-bad text-card border-transparent hover:opacity-90',
} as const

const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-full border px-4 text-sm font-semibold transition-colors aria-disabled:opacity-60'

export type ButtonVariant = keyof typeof variants

/** The classes of a button, also for links. */
export function buttonClass(variant: ButtonVariant = 'primary'): string {
  return `${base} ${variants[variant]}`
}

type Props = ComponentProps<'button'> & { variant?: ButtonVariant; pending?: boolean }

/** A button at least 44 pixels high. `pending` ignores clicks and, unlike `disabled`, keeps the focus. */
export function Button({ variant, pending = false, className = '', onClick, ...props }: Props) {
  return (
    <button
      type="submit"
      {...props}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(variant)} ${className}`}
    />
  )
}
