import { useTranslations } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { Button, buttonClass } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import { UserPicture } from '@/components/users/user-picture'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate, createTemplate } from '@/lib/i18n/templates'
import { fieldErrorTexts } from '@/lib/i18n/texts'
import { markThreadReadAction } from '@/lib/messages/actions'
import { type MessageView, type Partner, toMessageItem } from '@/lib/messages/view'
import { type Cursor, mapPage, type Page } from '@/lib/page'
import { nameOf } from '@/lib/users/view'
import type { MessageFormProps } from './message-form'
import { Thread } from './thread'

type Props = {
  partner: Partner
  page: Page<MessageView>
  cursor: Cursor | null
  form: Pick<MessageFormProps, 'submission' | 'draft' | 'restored' | 'max'>
}

/** A thread: opens with the newest page, in chronological order. */
export async function ThreadScreen({ partner, page, cursor, form }: Props) {
  const [t, locale, fieldErrors] = await Promise.all([
    getTranslations(),
    getLocale(),
    fieldErrorTexts(['message']),
  ])
  const name = partner.deleted ? t('messages.deletedAccount') : nameOf(partner)
  const seen = page.items[0]?.id
  const texts = threadTexts(locale, t)
  const compose = {
    ...form,
    address: `/messages/${partner.username}`,
    text: { ...texts.form, form: t('messages.form', { name }) },
    fieldErrors,
    formErrors: { forbidden: t('messages.cannotSend') },
    enterSends: t('messages.enterSends'),
  }
  return (
    <div className="grid thread-page">
      <Heading partner={partner} name={name} />
      <Thread
        // Each thread and page has its own state.
        key={JSON.stringify([partner.id, cursor])}
        partner={partner.username}
        name={name}
        initial={mapPage(page, toMessageItem)}
        unread={partner.unread}
        text={{ ...texts.thread, thread: t('messages.thread', { name }) }}
        empty={
          <EmptyState title={t('messages.emptyThread')} pose="withLetter">
            <p>{t('messages.emptyThreadHint', { name })}</p>
          </EmptyState>
        }
        compose={partner.blocked || partner.deleted ? null : compose}
      />
      {partner.unread && seen !== undefined && <MarkRead partner={partner.username} seen={seen} />}
      {(partner.blocked || partner.deleted) && (
        <p className="rounded-lg border border-line bg-sunk px-4 py-3">
          {partner.deleted ? t('messages.partnerDeleted') : t('messages.blocked', { name })}
        </p>
      )}
    </div>
  )
}

const threadTexts = oncePerLocale((locale, t: Awaited<ReturnType<typeof getTranslations<never>>>) => ({
  form: {
    label: t('messages.label'),
    button: t('messages.button'),
    counter: createTemplate((count) => t('messages.counter', { count })),
    logIn: t('formErrors.logInAgain'),
  },
  thread: {
    newMessages: createPluralTemplate(locale, (count, shown) => t('messages.newMessages', { count, shown })),
    you: t('messages.you'),
    start: t('messages.threadStart'),
    older: t('pager.older'),
    newer: t('pager.newer'),
  },
}))

function Heading({ partner, name }: { partner: Partner; name: string }) {
  const t = useTranslations()
  return (
    <header className="page-head bleed">
      <a
        href="/messages"
        aria-label={t('messages.back')}
        title={t('messages.back')}
        className="round-button -ms-3"
      >
        <Icon name="back" />
      </a>
      <UserPicture
        user={partner.deleted ? { id: 0 } : partner}
        size={40}
        alt={partner.deleted ? '' : t('profile.picture', { name })}
        eager
      />
      <div className="min-w-0 flex-1">
        <h1>{t('messages.heading', { name })}</h1>
        {!partner.deleted && (
          <a
            href={`/users/${partner.username}`}
            dir="ltr"
            className="inline-block min-h-6 text-sm text-quiet hover:underline"
          >{`@${partner.username}`}</a>
        )}
      </div>
    </header>
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
