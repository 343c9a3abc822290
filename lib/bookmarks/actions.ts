'use server'

import { flashIfGone, memberAction, redirectToAnchor } from '../request/action'
import type { FormState } from '../request/form-state'
import { bookmarkPost, unbookmarkPost } from './mutations'
import { bookmarkInput } from './schema'

export async function changeBookmarkAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'bookmark',
    schema: bookmarkInput,
    limit: 'bookmark',
    async run(viewer, { bookmark = 0, unbookmark }) {
      const verb = unbookmark ? unbookmarkPost(viewer, unbookmark) : bookmarkPost(viewer, bookmark)
      await verb.catch(flashIfGone)
      await redirectToAnchor(`post-${unbookmark ?? bookmark}`)
    },
  })
}
