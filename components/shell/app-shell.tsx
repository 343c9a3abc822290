import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PostForms } from '@/components/posts/post-forms'
import { ProfileCard } from '@/components/profiles/profile-card'
import { FormMessage, FormTextsProvider } from '@/components/ui/form-texts'
import { RelativeTimeUpdater } from '@/components/ui/relative-time-updater'
import { MentionAutocomplete } from '@/components/users/mention-autocomplete'
import { env } from '@/lib/env'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import { formTexts } from '@/lib/i18n/texts'
import { unreadMessages } from '@/lib/messages/queries'
import { unreadNotifications } from '@/lib/notifications/queries'
import type { Theme } from '@/lib/preferences/schema'
import type { Flash } from '@/lib/request/flash'
import type { Viewer } from '@/lib/viewer'
import { DraftCleanup } from './draft-cleanup'
import { EventSubscription } from './event-subscription'
import { FlashList } from './flash-list'
import { FocusManager } from './focus-manager'
import { Footer } from './footer'
import { Nav, type UnreadCounts } from './nav'
import { ProblemTextsProvider } from './problem-texts'

type Props = {
  viewer: Viewer | null
  theme: Theme
  flashes: Flash[]
  /** The position from which the page receives events (getLivePosition); without it the page is not updated. */
  livePosition?: string | null
  children: ReactNode
}

const nothingUnread = { notifications: 0, messages: 0 }

/** The document around every page: of guests, of members and of errors. */
export async function AppShell({ viewer, theme, flashes, livePosition, children }: Props) {
  const [t, problemTexts, mentions, locale, unread, card, forms] = await Promise.all([
    getTranslations('site'),
    getTranslations('problem'),
    getTranslations('mentions'),
    getLocale(),
    viewer ? readUnread(viewer) : nothingUnread,
    getTranslations('profileCard'),
    formTexts(),
  ])
  const problem = {
    title: problemTexts('error'),
    lead: problemTexts('errorLead'),
    retry: problemTexts('retry'),
    home: problemTexts('home'),
  }
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme}>
      <body className="grid grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
        <FormTextsProvider texts={forms}>
          <DraftCleanup
            member={viewer?.id ?? null}
            loggedOut={flashes.some(({ key }) => key === 'loggedOut')}
            sentDrafts={flashes.flatMap(({ params }) => (params.draft ? [String(params.draft)] : []))}
          />
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:rounded-lg focus:bg-card focus:px-4 focus:py-3"
          >
            {t('skip')}
          </a>
          <Nav viewer={viewer} unread={unread} />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto grid w-full max-w-2xl grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 py-6 outline-none"
          >
            <FlashList flashes={flashes} />
            <FormMessage />
            <ProblemTextsProvider texts={problem}>{children}</ProblemTextsProvider>
          </main>
          <Footer locale={locale} theme={theme} switchTheme={viewer !== null} />
          <PostForms member={viewer !== null} />
          <RelativeTimeUpdater />
          <FocusManager />
          {viewer && <MentionAutocomplete texts={mentionTexts(locale, mentions)} />}
          {viewer && livePosition && (
            <EventSubscription
              key={viewer.sessionId}
              userId={viewer.id}
              sessionId={viewer.sessionId}
              position={livePosition}
              canStream={env.LIVE === 'stream'}
              pollSeconds={env.NOTIFICATION_POLL_SECONDS}
            />
          )}
          <ProfileCard loadFailed={card('failed')} actionFailed={forms.failed} />
        </FormTextsProvider>
      </body>
    </html>
  )
}

const mentionTexts = oncePerLocale((locale, t: Awaited<ReturnType<typeof getTranslations<'mentions'>>>) => ({
  label: t('label'),
  found: createPluralTemplate(locale, (count, shown) => t('found', { count, shown })),
}))

async function readUnread(viewer: Viewer): Promise<UnreadCounts> {
  const [notifications, messages] = await Promise.all([unreadNotifications(viewer), unreadMessages(viewer)])
  return { notifications, messages }
}
