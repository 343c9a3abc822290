import { createChangeStore } from '@/components/ui/change-store'
import { loadData } from '@/components/ui/load-data'
import type { EditablePost } from '@/lib/posts/view'

/** The posts that are being edited in place, by id. */
export const postEdits = createChangeStore<number, EditablePost>()

/**
 * Shows the edit form of a post in its card.
 * @throws Error when its text cannot be loaded
 */
export async function openEdit(id: number): Promise<void> {
  postEdits.replace(id, await loadData<EditablePost>(`/posts/${id}`, ''))
}
