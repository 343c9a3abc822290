import { useTranslations } from 'next-intl'
import type { FollowTexts } from './follow-button'

/** The texts of a follow button in the language of the request. */
export function useFollowTexts(): FollowTexts {
  const t = useTranslations()
  return {
    follow: t('profile.follow'),
    unfollow: t('profile.unfollow'),
    failed: t('formErrors.rateLimited'),
  }
}
