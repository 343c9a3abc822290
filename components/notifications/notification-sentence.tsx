import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import { nameOf } from '@/lib/users/view'

/** The sentences of a kind with `nameSlot` for the name: for one person, for two, and for more. */
export type SentenceTexts = { alone: string; two: string; more: PluralTemplate }

/** The kinds of notifications about what somebody did. */
export type ActedKind = Exclude<NotificationKind, 'export'>

type NotificationSentences = Record<ActedKind, SentenceTexts> & { export: string }

/** Replaces the name in a sentence, because it is shown in bold type. */
export const nameSlot = '\uE000'

type Props = { notification: NotificationView; text: NotificationSentences }

/** A sentence such as "ana and 3 others liked your post". */
export function NotificationSentence({ notification: { kind, actors, others }, text }: Props) {
  if (kind === 'export') return text.export
  const [latest] = actors
  const [before, after] = sentenceFor(text[kind], others).split(nameSlot)
  return (
    <>
      {before}
      <bdi className="font-semibold">{latest && nameOf(latest)}</bdi>
      {after}
    </>
  )
}

function sentenceFor({ alone, two, more }: SentenceTexts, others: number): string {
  if (others === 0) return alone
  return others === 1 ? two : fillPluralTemplate(more, others)
}
