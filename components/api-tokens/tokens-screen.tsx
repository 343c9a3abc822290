import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { LogInAgainLink } from '@/components/users/log-in-again'
import type { TokenView } from '@/lib/api-tokens/view'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { TokenForm } from './token-form'
import { TokenList } from './token-list'

type Props = { tokens: TokenView[]; isAdmin: boolean; proof: RequiredProof }

/** The form for a new personal token, and the list of those that exist. */
export async function TokensScreen({ tokens, isAdmin, proof }: Props) {
  const [t, security, fieldErrors, formErrors] = await Promise.all([
    getTranslations('apiTokens'),
    getTranslations('security'),
    fieldErrorTexts(['label', 'days', 'current']),
    formErrorTexts(),
  ])
  const text = {
    create: t('create'),
    name: t('name'),
    nameHint: t('nameHint'),
    days: t('days'),
    daysHint: t('daysHint', { max: String(limits.apiTokens.days) }),
    write: t('write'),
    messages: t('messages'),
    admin: t('admin'),
    submit: t('submit'),
    created: t('created'),
    createdHint: t('createdHint'),
    current: security('current'),
    currentHint: t('currentHint'),
    logInAgain: security('logInAgain'),
  }
  return (
    <>
      <Card className="grid gap-4">
        <h2 className="text-lg font-bold">{t('create')}</h2>
        <p className="text-quiet">{t('createLead')}</p>
        {proof === 'log-in' ? (
          <Notice category="info">
            <LogInAgainLink
              next="/account/tokens"
              lead={formErrors.reauthenticate ?? ''}
              label={security('logInAgain')}
            />
          </Notice>
        ) : (
          <TokenForm
            isAdmin={isAdmin}
            proof={proof}
            text={text}
            fieldErrors={fieldErrors}
            formErrors={formErrors}
          />
        )}
      </Card>
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('list')}</h2>
        <TokenList tokens={tokens} />
      </Card>
    </>
  )
}
