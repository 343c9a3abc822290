'use server'

import { memberAction } from '../request/action'
import { redirectToAnchor } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { bookmarkPost, unbookmarkPost } from './mutations'
import { bookmarkInput } from './schema'

export async function changeBookmarkAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'bookmark',
    schema: bookmarkInput,
    limit: 'bookmark',
    messages: { 'not-found': { flash: 'gone', plainOnly: true } },
    async run(viewer, { bookmark = 0, unbookmark }) {
      await (unbookmark ? unbookmarkPost(viewer, unbookmark) : bookmarkPost(viewer, bookmark))
      await redirectToAnchor(`post-${unbookmark ?? bookmark}`)
    },
  })
}
