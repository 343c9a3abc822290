'use server'

import { memberAction, returnToEntry, sayGone } from '../request/action'
import type { FormState } from '../request/form-state'
import { bookmarkPost, removeBookmark } from './mutations'
import { bookmarkInput } from './schema'

export async function changeBookmarkAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'bookmark',
    schema: bookmarkInput,
    limit: 'bookmark',
    async run(viewer, { bookmark = 0, unbookmark }) {
      const verb = unbookmark ? removeBookmark(viewer, unbookmark) : bookmarkPost(viewer, bookmark)
      await verb.catch(sayGone)
      await returnToEntry(`post-${unbookmark ?? bookmark}`)
    },
  })
}
