'use server'

import { memberAction } from '../request/action'
import { finish } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { isScriptSubmission, refererPath } from '../request/submission'
import { deletePost, restorePost } from './mutations'
import { deletionInput } from './schema'

export async function deletePostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-post',
    schema: deletionInput,
    limit: 'post',
    async run(viewer, { id }) {
      await deletePost(viewer, id)
      // A list stays open without the post. The page of a post may no longer exist.
      const path = (await isScriptSubmission()) ? await refererPath() : '/'
      return finish(path.startsWith('/posts/') ? '/' : path, 'postDeleted')
    },
  })
}

export async function restorePostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'restore-post',
    schema: deletionInput,
    limit: 'post',
    async run(viewer, { id }) {
      await restorePost(viewer, id)
      return finish(await refererPath(), 'postRestored')
    },
  })
}
