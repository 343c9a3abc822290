import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import type { Flash } from '@/lib/flash'
import { flashCookie } from '@/lib/http/cookies'
import { FlashTaken } from './flash-taken'

/** What happened on the way here, said once, in the language of now. */
export function FlashList({ flashes }: { flashes: Flash[] }) {
  const t = useTranslations('flash')
  if (flashes.length === 0) return null
  return (
    <div className="grid gap-2">
      {flashes.map((flash) => (
        <Notice key={flash.key + JSON.stringify(flash.params)} category={flash.category}>
          {t(flash.key as 'posted', flash.params)}
        </Notice>
      ))}
      <FlashTaken cookie={flashCookie} shown={JSON.stringify(flashes)} />
    </div>
  )
}
