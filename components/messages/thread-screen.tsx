import { useLocale, useTranslations } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { PostBody } from '@/components/posts/post-body'
import { Button, buttonClass } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import { createPluralTemplate, createTemplate } from '@/lib/i18n/templates'
import { fieldErrorTexts } from '@/lib/i18n/texts'
import { markThreadReadAction } from '@/lib/messages/actions'
import type { MessageView, Partner } from '@/lib/messages/view'
import type { Page } from '@/lib/page'
import { nameOf } from '@/lib/users/view'
import type { Compose } from './message-form'
import { Thread } from './thread'

type Props = {
  partner: Partner
  page: Page<MessageView>
  form: Pick<Compose, 'submission' | 'draft' | 'restored' | 'max'>
}

/** A thread: opens with the newest page, in chronological order. */
export async function ThreadScreen({ partner, page, form }: Props) {
  const [t, locale, fieldErrors] = await Promise.all([
    getTranslations(),
    getLocale(),
    fieldErrorTexts(['message']),
  ])
  const name = nameOf(partner)
  const path = `/messages/${partner.username}`
  const seen = page.items[0]?.id ?? null
  const text = {
    form: t('messages.form', { name }),
    label: t('messages.label'),
    button: t('messages.button'),
    counter: createTemplate((count) => t('messages.counter', { count })),
    logIn: t('formErrors.logInAgain'),
  }
  const compose = {
    ...form,
    address: path,
    seen,
    text,
    fieldErrors,
    formErrors: { forbidden: t('messages.cannotSend') },
  }
  return (
    <div className="grid h-[calc(100dvh-6.5rem)] min-h-120 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] gap-4">
      <Heading partner={partner} />
      <Thread
        partner={partner.username}
        unread={partner.unread}
        isLatest={page.newer === null}
        text={{
          thread: t('messages.thread', { name }),
          newMessages: createPluralTemplate(locale, (count, shown) =>
            t('messages.newMessages', { count, shown }),
          ),
        }}
        compose={partner.blocked ? null : compose}
      >
        <Entries partner={partner} page={page} path={path} />
      </Thread>
      {partner.unread && seen !== null && <MarkRead partner={partner.username} seen={seen} />}
      {partner.blocked && (
        <p className="rounded-lg border border-line bg-sunk px-4 py-3">{t('messages.blocked', { name })}</p>
      )}
    </div>
  )
}

function Heading({ partner }: { partner: Partner }) {
  const t = useTranslations()
  return (
    <header className="flex items-center gap-3">
      <UserPicture user={partner} size={48} alt={t('profile.picture', { name: nameOf(partner) })} eager />
      <div className="min-w-0 flex-1">
        <h1 className="text-xl font-bold tracking-tight [overflow-wrap:anywhere]">
          {t('messages.heading', { name: nameOf(partner) })}
        </h1>
        <a
          href={`/users/${partner.username}`}
          className="inline-block min-h-6 text-sm text-quiet hover:underline"
        >{`@${partner.username}`}</a>
      </div>
      <a
        href="/messages"
        title={t('messages.back')}
        className={`${buttonClass('secondary')} shrink-0 max-sm:size-11 max-sm:px-0`}
      >
        <span className="sm:hidden">
          <Icon name="back" />
        </span>
        <span className="max-sm:sr-only">{t('messages.back')}</span>
      </a>
    </header>
  )
}

function Entries({ partner, page, path }: { partner: Partner; page: Page<MessageView>; path: string }) {
  const t = useTranslations()
  const [locale, now] = [useLocale(), new Date()]
  const name = nameOf(partner)
  const you = t('messages.you')
  const positionOf = (message: MessageView) => `${message.createdAt.getTime()}-${message.id}`
  const isEmpty = page.items.length === 0 && !page.older && !page.newer
  return (
    <>
      <p className="mb-4 text-center text-sm text-quiet empty:hidden">
        {page.older && (
          <a href={path + page.older} rel="next" className={buttonClass('secondary')}>
            {t('pager.older')}
          </a>
        )}
        {!isEmpty && <span hidden={page.older !== null}>{t('messages.threadStart')}</span>}
      </p>
      <ol data-list className="peer grid grid-cols-[minmax(0,1fr)] gap-2">
        {page.items.toReversed().map((message) => (
          <li
            key={message.id}
            id={`message-${message.id}`}
            data-position={positionOf(message)}
            data-own={message.own ? '' : undefined}
            className="bubble"
          >
            <div data-text>
              <span className="sr-only">{`${message.own ? you : name}: `}</span>
              <PostBody body={message.body} mentions={[]} />
            </div>
            <RelativeTime date={message.createdAt} now={now} locale={locale} />
          </li>
        ))}
      </ol>
      {isEmpty && (
        <div className="hidden peer-empty:block">
          <EmptyState title={t('messages.emptyThread')}>
            <p className="text-quiet">{t('messages.emptyThreadHint', { name })}</p>
          </EmptyState>
        </div>
      )}
      {page.newer && (
        <p className="mt-4 text-center">
          <a
            href={page.newer === '?' ? path : path + page.newer}
            rel="prev"
            className={buttonClass('secondary')}
          >
            {t('pager.newer')}
          </a>
        </p>
      )}
    </>
  )
}

/** For browsers without JavaScript, because a GET request must not change anything (RFC 9110 §9.2.1). */
function MarkRead({ partner, seen }: { partner: string; seen: number }) {
  const t = useTranslations('messages')
  return (
    <noscript>
      <ButtonForm action={markThreadReadAction}>
        <input type="hidden" name="partner" value={partner} />
        <input type="hidden" name="seen" value={seen} />
        <Button variant="secondary">{t('markRead')}</Button>
      </ButtonForm>
    </noscript>
  )
}

/** The page /messages/<own username>. */
export function OwnThread() {
  const t = useTranslations('messages')
  return (
    <>
      <PageHeading title={t('ownThread')}>{t('ownThreadHint')}</PageHeading>
      <p>
        <a href="/messages" className={buttonClass('secondary')}>
          {t('back')}
        </a>
      </p>
    </>
  )
}
