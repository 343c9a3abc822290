import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import { formatNumber } from '@/lib/i18n/format-number'
import { fillPluralTemplate, fillTemplate, type PluralTemplate, type Template } from '@/lib/i18n/templates'
import type { ConversationView } from '@/lib/messages/view'
import { nameOf } from '@/lib/users/view'

export type ConversationTexts = { ownExcerpt: Template; unread: PluralTemplate; deletedAccount: string }

type Props = { conversation: ConversationView; text: ConversationTexts }

/** A conversation in the inbox, as a link to its thread. */
export function ConversationRow({ conversation, text }: Props) {
  const { id, partner, deleted, excerpt, own, unread, createdAt } = conversation
  return (
    <li id={`with-${id}`}>
      <a
        href={`/messages/${partner.username}`}
        className="flex gap-3 px-(--gutter) py-3.5 hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <UserPicture user={partner} size={48} alt="" />
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
          <span className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate">
              <bdi className="font-semibold">{deleted ? text.deletedAccount : nameOf(partner)}</bdi>
              {partner.displayName && (
                <>
                  {' '}
                  <bdi dir="ltr" className="text-sm text-quiet">{`@${partner.username}`}</bdi>
                </>
              )}
            </span>
            <span className="shrink-0 text-sm text-quiet">
              <RelativeTime date={createdAt} />
            </span>
          </span>
          <span className="flex items-start justify-between gap-3">
            <bdi className={`truncate ${unread > 0 ? 'font-semibold text-ink' : 'text-quiet'}`}>
              {own ? fillTemplate(text.ownExcerpt, excerpt) : excerpt}
            </bdi>
            {unread > 0 && (
              <span className="badge min-w-6 shrink-0 rounded-full bg-accent px-2 text-center text-sm leading-6 font-bold text-on-accent tabular-nums">
                <span aria-hidden="true">{formatNumber(text.unread.locale, unread)}</span>
                <span className="sr-only">{fillPluralTemplate(text.unread, unread)}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  )
}
