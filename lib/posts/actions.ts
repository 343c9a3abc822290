'use server'

import { env } from '../env'
import { finish, isScriptSubmission, memberAction, refererPath } from '../request/action'
import { draftKeyOf } from '../request/drafts'
import type { FormState } from '../request/form-state'
import { createPost, deletePost, editPost } from './mutations'
import { getReplyPath } from './queries'
import { deletePostInput, editPostInput, newPostInput } from './schema'

export async function createPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'post',
    schema: newPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    async run(viewer, input, sent) {
      const post = await createPost(viewer, input)
      const draft = draftKeyOf('post', sent)
      if (input.replyTo) {
        return finish(await getReplyPath(viewer, post), 'replied', draft)
      }
      return finish((await refererPath()) === '/explore' ? '/explore' : '/', 'posted', draft)
    },
  })
}

export async function editPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'edit-post',
    schema: editPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    async run(viewer, input, sent) {
      await editPost(viewer, input)
      return finish(`/posts/${input.id}`, 'postSaved', draftKeyOf('edit-post', sent))
    },
  })
}

export async function deletePostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-post',
    schema: deletePostInput,
    limit: 'post',
    async run(viewer, { id }) {
      await deletePost(viewer, id)
      // A list stays open without the post; a page of posts may be gone with it.
      const here = (await isScriptSubmission()) ? await refererPath() : '/'
      return finish(here.startsWith('/posts/') ? '/' : here, 'postDeleted')
    },
  })
}
