import { useTranslations } from 'next-intl'
import { Toast } from '@/components/ui/toast'
import { flashCookie } from '@/lib/http/cookies'
import type { Flash } from '@/lib/request/flash'
import { FlashArea } from './flash-area'

/** The flash messages, in the language of the request. */
export function FlashList({ flashes }: { flashes: Flash[] }) {
  const t = useTranslations('flash')
  const close = useTranslations('forms')('close')
  if (flashes.length === 0) return null
  // Key and parameters come from a cookie, which only setFlash writes.
  const textOf = t as unknown as (key: string, params: Flash['params']) => string
  const renderedAt = Date.now()
  return (
    <FlashArea cookie={flashCookie} renderedAt={renderedAt}>
      {flashes.map((flash) => (
        // With the time in its key a repeated message is a new element, which is announced again.
        <Toast
          key={`${renderedAt}-${flash.key}-${JSON.stringify(flash.params)}`}
          category={flash.category}
          close={close}
        >
          {textOf(flash.key, flash.params)}
        </Toast>
      ))}
    </FlashArea>
  )
}
