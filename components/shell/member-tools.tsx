import { useLocale, useTranslations } from 'next-intl'
import { PostForms } from '@/components/posts/post-forms'
import { PostUpdates } from '@/components/posts/post-updates'
import { MentionAutocomplete } from '@/components/users/mention-autocomplete'
import { env } from '@/lib/env'
import { preferenceMaxAge, zoneCookie } from '@/lib/http/cookies'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { Viewer } from '@/lib/viewer'
import { EventSubscription } from './event-subscription'
import { useShortcutTexts } from './shortcut-texts'
import { Shortcuts } from './shortcuts'
import { ZoneCookie } from './zone-cookie'

type Props = { viewer: Viewer; zone: string | null; livePosition: string | null }

/** Shared by every member page: live updates, like and bookmark forms, mention suggestions, keyboard shortcuts. */
export function MemberTools({ viewer, zone, livePosition }: Props) {
  return (
    <>
      <PostForms />
      <ZoneCookie cookie={zoneCookie} stored={zone} maxAge={preferenceMaxAge} />
      {livePosition && (
        <>
          <EventSubscription
            key={viewer.sessionId}
            userId={viewer.id}
            sessionId={viewer.sessionId}
            position={livePosition}
            canStream={env.LIVE === 'stream'}
            pollSeconds={env.NOTIFICATION_POLL_SECONDS}
          />
          <PostUpdates />
        </>
      )}
      <Editors />
    </>
  )
}

function Editors() {
  const texts = mentionTexts(useLocale(), useTranslations('mentions'))
  return (
    <>
      <MentionAutocomplete texts={texts} />
      <Shortcuts text={useShortcutTexts()} />
    </>
  )
}

const mentionTexts = oncePerLocale((locale, t: ReturnType<typeof useTranslations<'mentions'>>) => ({
  label: t('label'),
  found: createPluralTemplate(locale, (count, shown) => t('found', { count, shown })),
}))
