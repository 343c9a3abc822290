import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'

/** Opens the form for a new post (compose-dialog.tsx); guests sign up first. */
export function NewPostLink({ isGuest = false, label }: { isGuest?: boolean; label?: string }) {
  const t = useTranslations('nav')
  if (isGuest)
    return (
      <a href="/signup" className={buttonClass()}>
        {t('signUp')}
      </a>
    )
  return (
    <a href="/?compose=" data-compose className={buttonClass()}>
      {label ?? t('newPost')}
    </a>
  )
}
