import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { flashCookie } from '@/lib/http/cookies'
import type { Flash } from '@/lib/request/flash'
import { FlashArea } from './flash-area'

/** What happened on the way here, said once, in the language of now. */
export function FlashList({ flashes }: { flashes: Flash[] }) {
  const t = useTranslations('flash')
  if (flashes.length === 0) return null
  // Key and parameters come from a cookie, which only setFlash writes.
  const textOf = t as unknown as (key: string, params: Flash['params']) => string
  const at = Date.now()
  return (
    <FlashArea cookie={flashCookie} at={at}>
      {flashes.map((flash) => (
        // The time makes a message that is said again a new element, which is announced again.
        <Notice key={`${at}-${flash.key}-${JSON.stringify(flash.params)}`} category={flash.category}>
          {textOf(flash.key, flash.params)}
        </Notice>
      ))}
    </FlashArea>
  )
}
