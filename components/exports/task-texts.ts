import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createTemplate } from '@/lib/i18n/templates'
import type { TaskTexts } from './task-bar'

/** The texts of the progress bar. */
export const taskTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<'exports'>>): TaskTexts => ({
    posts: t('taskPosts'),
    archive: t('taskArchive'),
    import: t('taskImport'),
    percent: createTemplate((percent) => t('percent', { percent })),
  }),
)
