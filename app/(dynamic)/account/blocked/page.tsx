import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { MemberList } from '@/components/blocks/member-list'
import { AccountNav } from '@/components/shell/account-nav'
import { PageHeading } from '@/components/ui/card'
import { unblockAction, unmuteAction } from '@/lib/blocks/actions'
import { listBlockedUsers, listMutedUsers } from '@/lib/blocks/queries'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('relation')
  return { title: t('title') }
}

export default async function BlockedPage() {
  const viewer = await requireViewer('/account/blocked')
  const [blocked, muted, t] = await Promise.all([
    listBlockedUsers(viewer),
    listMutedUsers(viewer),
    getTranslations('relation'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/blocked" />
      <MemberList
        title={t('blocked')}
        lead={t('blockedLead')}
        empty={t('noBlocked')}
        members={blocked}
        undo={{ action: unblockAction, label: t('unblock') }}
      />
      <MemberList
        title={t('muted')}
        lead={t('mutedLead')}
        empty={t('noMuted')}
        members={muted}
        undo={{ action: unmuteAction, label: t('unmute') }}
      />
    </>
  )
}
