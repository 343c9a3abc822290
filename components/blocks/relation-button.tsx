import { Button, type ButtonVariant } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import type { FormAction } from '@/lib/request/form-state'

type Props = {
  action: FormAction
  username: string
  label: string
  variant: ButtonVariant
  className?: string
}

/** A button that blocks, unblocks, mutes or unmutes a user. */
export function RelationButton({ action, username, label, variant, className }: Props) {
  return (
    <ButtonForm action={action} className="grid">
      <input type="hidden" name="username" value={username} />
      <Button variant={variant} className={className}>
        {label}
      </Button>
    </ButtonForm>
  )
}
