import type { ComponentProps } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-card text-ink border-edge hover:bg-sunk',
  quiet: 'bg-transparent text-quiet border-transparent hover:bg-sunk hover:text-ink',
  danger: 'bg-bad text-card border-transparent hover:opacity-90',
} as const

const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-full border px-4 text-sm font-semibold transition-colors aria-disabled:opacity-60'

export type ButtonVariant = keyof typeof looks

/** The classes of a button, for a link that looks like one. */
export const buttonClass = (look: ButtonVariant = 'primary'): string => `${base} ${looks[look]}`

type Props = ComponentProps<'button'> & { variant?: ButtonVariant; pending?: boolean }

/** A button of at least 44 pixels. `pending` keeps it from being pressed twice without taking its focus away. */
export function Button({ variant: look, pending = false, className = '', onClick, ...props }: Props) {
  return (
    <button
      type="submit"
      {...props}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(look)} ${className}`}
    />
  )
}
