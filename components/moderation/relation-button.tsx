import { Button, type ButtonLook } from '@/components/ui/button'

type Props = {
  action: (form: FormData) => Promise<void>
  username: string
  label: string
  look: ButtonLook
  className?: string
}

/** Blocks, mutes, or takes one of them back: a plain form. */
export function RelationButton({ action, username, label, look, className }: Props) {
  return (
    <form action={action} className="grid">
      <input type="hidden" name="username" value={username} />
      <Button look={look} className={className}>
        {label}
      </Button>
    </form>
  )
}
