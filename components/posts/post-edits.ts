import { createChangeStore } from '@/components/ui/change-store'
import { loadData } from '@/components/ui/load-data'
import type { EditablePost } from '@/lib/posts/view'
import { postChanges } from './post-changes'

/** The posts that are being edited in place, by id. */
export const postEdits = createChangeStore<number, EditablePost>()

/**
 * Shows the edit form of a post in its card.
 * @throws Error when its text cannot be loaded
 */
export async function openEdit(id: number): Promise<void> {
  // The form is open, or hidden until the response to an edit arrives.
  if (postEdits.read(id)) return
  const post = await loadData<EditablePost>(`/posts/${id}/edit`, '')
  // Of an earlier edit, whose new version has not been loaded.
  postChanges.change(id, { sentBody: undefined })
  postEdits.replace(id, post)
}
