import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card } from '@/components/ui/card'
import { startExportAction } from '@/lib/exports/actions'
import type { ExportKind } from '@/lib/exports/schema'
import type { ExportView } from '@/lib/exports/view'
import { ExportList } from './export-list'

/** The buttons that start an export, hidden while one is unfinished, and the exports of the last days. */
export function ExportsScreen({ exports }: { exports: ExportView[] }) {
  const t = useTranslations('exports')
  const isBusy = exports.some(({ state }) => state === 'queued' || state === 'running')
  return (
    <>
      <Offer kind="posts" title={t('posts')} lead={t('postsLead')} button={isBusy ? null : t('startPosts')} />
      <Offer
        kind="archive"
        title={t('archive')}
        lead={t('archiveLead')}
        button={isBusy ? null : t('startArchive')}
      />
      <ExportList exports={exports} />
    </>
  )
}

type OfferProps = { kind: ExportKind; title: string; lead: string; button: string | null }

function Offer({ kind, title, lead, button }: OfferProps) {
  return (
    <Card className="grid justify-items-start gap-2">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="text-quiet">{lead}</p>
      {button && (
        <ButtonForm action={startExportAction}>
          <input type="hidden" name="kind" value={kind} />
          <Button>{button}</Button>
        </ButtonForm>
      )}
    </Card>
  )
}
