import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import type { FollowTexts } from './follow-button'

/** The texts of a follow button in the language of the request. */
export function useFollowTexts(): FollowTexts {
  return followTexts(useLocale(), useTranslations())
}

export const followTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): FollowTexts => ({
    follow: t('profile.follow'),
    unfollow: t('profile.unfollow'),
    failed: t('formErrors.rateLimited'),
  }),
)
