import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { usePagerTexts } from '@/components/ui/pager-texts'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate, createTemplate } from '@/lib/i18n/templates'
import type { ConversationView } from '@/lib/messages/view'
import type { Cursor, Page } from '@/lib/page'
import type { ConversationTexts } from './conversation-row'
import { LiveInbox } from './live-inbox'

type Props = {
  suggestions: ReactNode
  page: Page<ConversationView>
  cursor: Cursor | null
  /** The position from which the rendered page receives events (getLivePosition). */
  position: string | null
}

/** The viewer's conversations. */
export function InboxScreen({ suggestions, page, cursor, position }: Props) {
  const t = useTranslations('messages')
  const text = rowTexts(useLocale(), t)
  const pagerTexts = usePagerTexts()
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <LiveInbox
        // Each page has its own list state.
        key={JSON.stringify(cursor)}
        initial={page}
        isFirst={cursor === null}
        position={position}
        text={text}
        pagerTexts={pagerTexts}
        empty={
          <EmptyState
            title={t('empty')}
            pose="withLetter"
            suggestions={page.items.length === 0 && suggestions}
          >
            <p>{t('emptyHint')}</p>
            <a href="/explore" className={buttonClass('secondary')}>
              {t('find')}
            </a>
          </EmptyState>
        }
      />
    </>
  )
}

const rowTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<'messages'>>): ConversationTexts => ({
    ownExcerpt: createTemplate((text) => t('ownExcerpt', { text })),
    unread: createPluralTemplate(locale, (count, shown) => t('unread', { count, shown })),
    deletedAccount: t('deletedAccount'),
  }),
)
