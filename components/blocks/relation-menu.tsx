import { useTranslations } from 'next-intl'
import { blockAction, muteAction, unblockAction, unmuteAction } from '@/lib/blocks/actions'
import type { Relation } from '@/lib/blocks/view'
import { RelationButton } from './relation-button'

const summary =
  'inline-flex size-11 list-none items-center justify-center rounded-full text-quiet hover:bg-sunk hover:text-ink [&::-webkit-details-marker]:hidden'

/** A menu to block or mute a user. It works without JavaScript. */
export function RelationMenu({ username, relation }: { username: string; relation: Relation }) {
  const t = useTranslations('relation')
  const button = { username, variant: 'quiet', className: 'w-full justify-start' } as const
  return (
    <details className="relative">
      <summary aria-label={t('menu', { username })} title={t('menu', { username })} className={summary}>
        <svg aria-hidden="true" viewBox="0 0 24 24" width="22" height="22" fill="currentColor">
          <circle cx="5" cy="12" r="1.8" />
          <circle cx="12" cy="12" r="1.8" />
          <circle cx="19" cy="12" r="1.8" />
        </svg>
      </summary>
      <div className="absolute end-0 z-10 mt-1 grid min-w-44 rounded-xl border border-line bg-card p-1 shadow-lg">
        <RelationButton
          {...button}
          action={relation.mutes ? unmuteAction : muteAction}
          label={t(relation.mutes ? 'unmute' : 'mute')}
        />
        <RelationButton
          {...button}
          action={relation.blocks ? unblockAction : blockAction}
          label={t(relation.blocks ? 'unblock' : 'block')}
        />
      </div>
    </details>
  )
}
