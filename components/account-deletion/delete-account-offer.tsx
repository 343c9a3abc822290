import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'

/** The section that leads to the page which deletes the account. */
export function DeleteAccountOffer() {
  const t = useTranslations('accountDeletion')
  return (
    <Card className="grid justify-items-start gap-2">
      <h2 className="text-lg font-bold">{t('title')}</h2>
      <p className="text-quiet">{t('offer')}</p>
      <a href="/account/delete" className={buttonClass('secondary')}>
        {t('open')}
      </a>
    </Card>
  )
}
