import { useTranslations } from 'next-intl'
import type { DeleteTexts } from './use-delete-post'

/** The texts of the messages after a deletion. */
export function useDeleteTexts(): DeleteTexts {
  const t = useTranslations()
  return {
    success: t('flash.postDeleted'),
    gone: t('flash.gone'),
    undo: t('post.undoDelete'),
    restored: t('flash.postRestored'),
    notRestored: t('post.notRestored'),
  }
}
