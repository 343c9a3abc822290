import { useLocale, useTranslations } from 'next-intl'
import { DeleteDialog } from './delete-dialog'
import { deleteTexts } from './delete-texts'

/** The dialog that confirms the deletion of a post; one for all posts of a page. */
export function DeleteConfirmation() {
  return <DeleteDialog text={deleteTexts(useLocale(), useTranslations())} />
}
