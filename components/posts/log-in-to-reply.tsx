import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { logInPath } from '@/lib/sessions/schema'

/** Shown to guests instead of the reply form; the log-in leads back to it. */
export function LogInToReply({ id }: { id: number }) {
  const t = useTranslations('conversation')
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <p className="text-quiet">{t('guestHint')}</p>
      <a href={logInPath(`/posts/${id}?reply=${id}#composer`, 'reply')} className={buttonClass('secondary')}>
        {t('logIn')}
      </a>
    </Card>
  )
}
