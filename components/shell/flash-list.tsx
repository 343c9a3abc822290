import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { flashCookie } from '@/lib/http/cookies'
import type { Flash } from '@/lib/request/flash'
import { FlashArea } from './flash-area'

/** The flash messages, in the language of the request. */
export function FlashList({ flashes }: { flashes: Flash[] }) {
  const t = useTranslations('flash')
  if (flashes.length === 0) return null
  // Key and parameters come from a cookie, which only setFlash writes.
  const textOf = t as unknown as (key: string, params: Flash['params']) => string
  const renderedAt = Date.now()
  return (
    <FlashArea cookie={flashCookie} renderedAt={renderedAt}>
      {flashes.map((flash) => (
        // With the time in its key a repeated message is a new element, which is announced again.
        <Notice key={`${renderedAt}-${flash.key}-${JSON.stringify(flash.params)}`} category={flash.category}>
          {textOf(flash.key, flash.params)}
        </Notice>
      ))}
    </FlashArea>
  )
}
