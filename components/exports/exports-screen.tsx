import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { LogInAgainLink } from '@/components/users/log-in-again'
import type { ExportView } from '@/lib/exports/view'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { ExportForm, type ExportOffer } from './export-form'
import { ExportList } from './export-list'

type Props = { exports: ExportView[]; proof: RequiredProof }

/** The form that starts an export, without its buttons while one is unfinished, and the exports of the last days. */
export async function ExportsScreen({ exports, proof }: Props) {
  const [t, security, fieldErrors, formErrors] = await Promise.all([
    getTranslations('exports'),
    getTranslations('security'),
    fieldErrorTexts(['current']),
    formErrorTexts(),
  ])
  const offers: ExportOffer[] = [
    { kind: 'posts', title: t('posts'), lead: t('postsLead'), button: t('startPosts') },
    { kind: 'archive', title: t('archive'), lead: t('archiveLead'), button: t('startArchive') },
  ]
  const isBusy = exports.some(({ state }) => state === 'queued' || state === 'running')
  const text = {
    title: t('title'),
    current: security('current'),
    currentHint: t('currentHint'),
    logInAgain: security('logInAgain'),
  }
  return (
    <>
      {isBusy || proof === 'log-in' ? (
        offers.map(({ kind, title, lead }) => (
          <Card key={kind} className="grid gap-2">
            <h2 className="text-lg font-bold">{title}</h2>
            <p className="text-quiet">{lead}</p>
          </Card>
        ))
      ) : (
        <ExportForm
          offers={offers}
          proof={proof}
          text={text}
          fieldErrors={fieldErrors}
          formErrors={formErrors}
        />
      )}
      {!isBusy && proof === 'log-in' && (
        <Notice category="info">
          <LogInAgainLink
            next="/account/data"
            lead={formErrors.reauthenticate ?? ''}
            label={security('logInAgain')}
          />
        </Notice>
      )}
      <ExportList exports={exports} />
    </>
  )
}
