import { useLocale, useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { InfiniteScroll } from '@/components/ui/infinite-scroll'
import { Pager } from '@/components/ui/pager'
import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import type { ConversationView } from '@/lib/messages/view'
import type { Page } from '@/lib/page'
import { nameOf } from '@/lib/users/view'
import { InboxUpdater } from './inbox-updater'

type Props = { page: Page<ConversationView>; isFirst: boolean }

/** The viewer's conversations. `isFirst` is true for the page with the latest messages. */
export function InboxScreen({ page, isFirst }: Props) {
  const t = useTranslations()
  const empty = page.items.length === 0 && !page.newer
  return (
    <>
      <PageHeading title={t('messages.title')}>{t('messages.lead')}</PageHeading>
      <ol data-list className="peer min-w-0 rounded-xl border border-line bg-card empty:hidden">
        {page.items.map((conversation) => (
          <Entry key={conversation.partner.id} conversation={conversation} />
        ))}
      </ol>
      {empty ? (
        <div className="hidden peer-empty:block">
          <EmptyState title={t('messages.empty')}>
            <p className="max-w-prose text-quiet">{t('messages.emptyHint')}</p>
            <a href="/explore" className={buttonClass('secondary')}>
              {t('messages.find')}
            </a>
          </EmptyState>
        </div>
      ) : (
        <Pager path="/messages" older={page.older} newer={page.newer} />
      )}
      {page.older && <InfiniteScroll older={page.older} />}
      {isFirst && <InboxUpdater />}
    </>
  )
}

/** A conversation, as a link to its thread. */
function Entry({ conversation }: { conversation: ConversationView }) {
  const t = useTranslations()
  const { partner, excerpt, own, unread, createdAt } = conversation
  return (
    <li id={`with-${partner.id}`} className="border-b border-line last:border-b-0">
      <a
        href={`/messages/${partner.username}`}
        className="flex gap-3 p-4 hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <UserPicture user={partner} size={48} alt="" />
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
          <span className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate">
              <bdi className="font-semibold">{nameOf(partner)}</bdi>
              {partner.displayName && <span className="text-sm text-quiet">{` @${partner.username}`}</span>}
            </span>
            <span className="shrink-0 text-sm text-quiet">
              <RelativeTime date={createdAt} now={new Date()} locale={useLocale()} />
            </span>
          </span>
          <span className="flex items-start justify-between gap-3">
            <bdi className={`truncate ${unread > 0 ? 'font-semibold text-ink' : 'text-quiet'}`}>
              {own ? t('messages.ownExcerpt', { text: excerpt }) : excerpt}
            </bdi>
            {unread > 0 && (
              <span className="badge min-w-6 shrink-0 rounded-full bg-accent px-2 text-center text-sm leading-6 font-bold text-on-accent tabular-nums">
                <span aria-hidden="true">{unread}</span>
                <span className="sr-only">{t('messages.unread', { count: unread })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  )
}
