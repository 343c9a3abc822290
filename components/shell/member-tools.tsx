'use client'

import { PostForms, type ReactionErrors } from '@/components/posts/post-forms'
import { PostUpdates } from '@/components/posts/post-updates'
import { MentionAutocomplete } from '@/components/users/mention-autocomplete'
import type { MentionTexts } from '@/components/users/mention-list'
import { EventSubscription } from './event-subscription'
import type { SubscriptionOptions } from './event-transport'
import { Shortcuts, type ShortcutTexts } from './shortcuts'
import { ZoneCookie, type ZoneCookieProps } from './zone-cookie'

export type MemberToolTexts = { reactions: ReactionErrors; mentions: MentionTexts; shortcuts: ShortcutTexts }

type Props = {
  text: MemberToolTexts
  zone: ZoneCookieProps
  /** Null when the page is not updated. */
  events: SubscriptionOptions | null
}

/** Shared by every member page: live updates, like and bookmark forms, mention suggestions, keyboard shortcuts. */
export function MemberTools({ text, zone, events }: Props) {
  return (
    <>
      <PostForms errors={text.reactions} />
      <ZoneCookie {...zone} />
      {events && (
        <>
          <EventSubscription key={events.sessionId} {...events} />
          <PostUpdates />
        </>
      )}
      <MentionAutocomplete texts={text.mentions} />
      <Shortcuts text={text.shortcuts} />
    </>
  )
}
