import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { LogInAgainLink } from '@/components/users/log-in-again'
import type { OwnAppView } from '@/lib/oauth-apps/view'
import { deleteAppAction } from '@/lib/oauth-grants/actions'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { AppForm, NewAppForm } from './app-form'
import { appFormTexts } from './form-texts'

/** The form for a new app. */
export async function NewAppScreen({ proof }: { proof: RequiredProof }) {
  const [t, texts] = await Promise.all([getTranslations('apps'), appFormTexts()])
  return (
    <Card className="grid gap-4">
      <p className="text-quiet">{t('registerLead')}</p>
      {proof === 'log-in' ? (
        <LogInNotice next="/account/apps/new" texts={texts} />
      ) : (
        <NewAppForm proof={proof} {...texts} />
      )}
    </Card>
  )
}

/** The form of one of the viewer's own apps, and a button to delete it. */
export async function EditAppScreen({ app, proof }: { app: OwnAppView; proof: RequiredProof }) {
  const [t, texts] = await Promise.all([getTranslations('apps'), appFormTexts()])
  return (
    <>
      <Card className="grid gap-4">
        <p>
          {t('clientId')}
          <code dir="ltr" className="block select-all break-all">
            {app.clientId}
          </code>
        </p>
        {proof === 'log-in' ? (
          <LogInNotice next="/account/apps" texts={texts} />
        ) : (
          <AppForm app={app} proof={proof} {...texts} />
        )}
      </Card>
      <Card className="grid justify-items-start gap-3">
        <h2 className="text-lg font-bold">{t('delete')}</h2>
        <p className="text-quiet">{t('deleteLead')}</p>
        <ButtonForm action={deleteAppAction}>
          <input type="hidden" name="id" value={app.id} />
          <Button variant="danger">{t('deleteButton')}</Button>
        </ButtonForm>
      </Card>
    </>
  )
}

type NoticeProps = {
  next: '/account/apps' | '/account/apps/new'
  texts: Awaited<ReturnType<typeof appFormTexts>>
}

function LogInNotice({ next, texts: { text, formErrors } }: NoticeProps) {
  return (
    <Notice category="info">
      <LogInAgainLink next={next} lead={formErrors.reauthenticate ?? ''} label={text.logInAgain} />
    </Notice>
  )
}
