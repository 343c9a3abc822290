import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { confirmEmailAction, undoEmailChangeAction } from '@/lib/email-changes/actions'
import type { EmailLink } from '@/lib/email-changes/view'

type Props = {
  kind: 'verify' | 'undo'
  token: string
  /** null when the link is not valid. */
  link: EmailLink | null
  /** Whether a member opened the page. */
  isMember: boolean
}

const actions = { verify: confirmEmailAction, undo: undoEmailChangeAction }

/**
 * The page of a link in a mail: a button that uses the link, because mail scanners open links too; or the
 * reason why the link cannot be used, and what to do instead.
 */
export async function EmailLinkScreen({ kind, token, link, isMember }: Props) {
  const t = await getTranslations('emailAddress')
  const isUndo = kind === 'undo'
  if (!link)
    return (
      <>
        <Notice category="warning">{t('invalid')}</Notice>
        {isUndo ? (
          <NextStep href={isMember ? '/account/security' : '/reset-password'}>{t('toReset')}</NextStep>
        ) : (
          <NextStep href={isMember ? '/account' : '/login?next=%2Faccount'}>
            {isMember ? t('toAccount') : t('toLogIn')}
          </NextStep>
        )}
      </>
    )
  const { email, username, isTaken } = link
  if (isTaken)
    return <Notice category="warning">{isUndo ? t('undoTaken', { email }) : t('taken', { email })}</Notice>
  const values = { email, name: username }
  return (
    <Card className="grid gap-4">
      <p className="[overflow-wrap:anywhere]">{isUndo ? t('undoLead', values) : t('verifyLead', values)}</p>
      <ButtonForm action={actions[kind]}>
        <input type="hidden" name="token" value={token} />
        <Button>{isUndo ? t('undoButton') : t('verifyButton')}</Button>
      </ButtonForm>
    </Card>
  )
}

function NextStep({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-11 items-center justify-self-start font-semibold text-accent underline underline-offset-2"
    >
      {children}
    </a>
  )
}
