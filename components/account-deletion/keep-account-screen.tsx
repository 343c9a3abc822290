import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card } from '@/components/ui/card'
import { cancelAccountDeletionAction, discardPendingLogInAction } from '@/lib/account-deletion/actions'

/** Lets a member who has logged in to an account that is about to be deleted keep it. */
export function KeepAccountScreen({ username }: { username: string }) {
  const t = useTranslations('accountDeletion')
  return (
    <Card className="grid gap-4">
      <p>{t('keepLead', { name: username })}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonForm action={cancelAccountDeletionAction}>
          <Button>{t('keep')}</Button>
        </ButtonForm>
        <ButtonForm action={discardPendingLogInAction}>
          <Button variant="secondary">{t('logOut')}</Button>
        </ButtonForm>
      </div>
    </Card>
  )
}
