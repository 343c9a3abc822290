import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createTemplate } from '@/lib/i18n/templates'
import type { TaskTexts } from './task-bar'

/** The texts of the progress bar. */
export const taskTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): TaskTexts => ({
    posts: t('exports.taskPosts'),
    archive: t('exports.taskArchive'),
    import: t('exports.taskImport'),
    percent: createTemplate((percent) => t('exports.percent', { percent })),
  }),
)
