import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate, createTemplate } from '@/lib/i18n/templates'
import type { ProfileCardTexts } from './profile-card-content'

/** The texts of the card in a language. */
export const profileCardTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): ProfileCardTexts => ({
    loadFailed: t('profileCard.failed'),
    picture: createTemplate((name) => t('profile.picture', { name })),
    youBlocked: createTemplate((name) => t('relation.youBlocked', { name })),
    blockedYou: createTemplate((name) => t('relation.blockedYou', { name })),
    lastSeen: createTemplate((time) => t.markup('profile.lastSeen', { when: () => time })),
    followers: createPluralTemplate(locale, (count, shown) => t('profileCard.followers', { count, shown })),
    following: createPluralTemplate(locale, (count, shown) => t('profileCard.following', { count, shown })),
    edit: t('profile.edit'),
    message: t('profile.message'),
    follow: {
      follow: t('profile.follow'),
      unfollow: t('profile.unfollow'),
      failed: t('formErrors.rateLimited'),
    },
  }),
)
