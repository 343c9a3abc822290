import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeading } from '@/components/ui/card'
import { EmailLinkScreen } from '@/components/users/email-link-screen'
import { findUndo } from '@/lib/email-changes/queries'
import { decodeSegment } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('emailAddress')
  return { title: t('undoTitle'), robots: { index: false } }
}

export default async function UndoEmailChangePage({ params }: PageProps<'/undo-email-change/[token]'>) {
  const token = decodeSegment((await params).token)
  const [viewer, link, t] = await Promise.all([getViewer(), findUndo(token), getTranslations('emailAddress')])
  return (
    <>
      <PageHeading title={t('undoTitle')} />
      <EmailLinkScreen kind="undo" token={token} link={link} isMember={viewer !== null} />
    </>
  )
}
