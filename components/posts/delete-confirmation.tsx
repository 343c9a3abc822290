import { useTranslations } from 'next-intl'
import { DeleteDialog } from './delete-dialog'
import { useDeleteTexts } from './delete-texts'

/** The dialog that confirms the deletion of a post; one for all posts of a page. */
export function DeleteConfirmation() {
  const t = useTranslations('post')
  return (
    <DeleteDialog
      text={{
        ...useDeleteTexts(),
        title: t('deleteTitle'),
        lead: t('deleteLeadUndo'),
        confirm: t('delete'),
        cancel: t('cancelDelete'),
      }}
    />
  )
}
