import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Locale } from '@/lib/i18n/locales'
import ar from '@/lib/i18n/messages/ar.json'
import de from '@/lib/i18n/messages/de.json'
import en from '@/lib/i18n/messages/en.json'
import ja from '@/lib/i18n/messages/ja.json'
import type { NotificationView } from '@/lib/notifications/view'
import { NotificationSentence } from './notification-sentence'
import { useNotificationTexts } from './notification-texts'

const actor = { id: 1, username: 'ann', displayName: '', avatar: null, gravatar: null }

function Sentence({ others }: { others: number }) {
  const notification: NotificationView = {
    id: 1,
    kind: 'like',
    actors: [actor],
    others,
    postId: 1,
    href: '/posts/1',
    quote: null,
    at: new Date(0),
    unread: false,
  }
  return <NotificationSentence notification={notification} text={useNotificationTexts()} />
}

function sentence(locale: Locale, messages: object, others: number): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages as typeof en} timeZone="UTC">
      <Sentence others={others} />
    </NextIntlClientProvider>,
  ).replace(/<bdi class="[^"]*">ann<\/bdi>/, '[ann]')
}

test.each([
  [
    'en',
    en,
    '[ann] liked your post',
    '[ann] and one other liked your post',
    '[ann] and 2 others liked your post',
  ],
  [
    'de',
    de,
    '[ann] gefällt dein Beitrag',
    '[ann] und einer weiteren Person gefällt dein Beitrag',
    '[ann] und 2 weiteren Personen gefällt dein Beitrag',
  ],
  [
    'ja',
    ja,
    '[ann]さんがあなたの投稿にいいねしました',
    '[ann]さんともう1人があなたの投稿にいいねしました',
    '[ann]さんとほか2人があなたの投稿にいいねしました',
  ],
  ['ar', ar, 'أُعجب [ann] بمنشورك', 'أُعجب [ann] وشخص آخر بمنشورك', 'أُعجب [ann] وشخصان آخران بمنشورك'],
] as const)(
  'puts name and number where the language %s has them [I18-07]',
  (locale, messages, ...expected) => {
    expect([0, 1, 2].map((others) => sentence(locale, messages, others))).toEqual(expected)
  },
)
