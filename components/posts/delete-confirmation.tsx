import { useTranslations } from 'next-intl'
import { DeleteDialog } from './delete-dialog'

/** The dialog that confirms the deletion of a post; one for all posts of a page. */
export function DeleteConfirmation() {
  const t = useTranslations()
  return (
    <DeleteDialog
      text={{
        title: t('post.deleteTitle'),
        lead: t('post.deleteLead'),
        confirm: t('post.delete'),
        cancel: t('post.cancelDelete'),
        success: t('flash.postDeleted'),
      }}
    />
  )
}
