import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import type { DeleteDialogTexts } from './delete-dialog'

/** The texts of the dialog that confirms a deletion, and of the messages after it. */
export const deleteTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): DeleteDialogTexts => ({
    success: t('flash.postDeleted'),
    gone: t('flash.gone'),
    undo: t('post.undoDelete'),
    restored: t('flash.postRestored'),
    notRestored: t('post.notRestored'),
    title: t('post.deleteTitle'),
    lead: t('post.deleteLeadUndo'),
    confirm: t('post.delete'),
    cancel: t('post.cancelDelete'),
  }),
)
