'use server'

import { env } from '../env'
import { memberAction } from '../request/action'
import { finish } from '../request/action-result'
import { draftKeyOf } from '../request/drafts'
import type { FormState } from '../request/form-state'
import { isScriptSubmission, refererPath } from '../request/submission'
import { createPost, editPost } from './mutations'
import { getReplyPath } from './queries'
import { editPostInput, newPostInput } from './schema'

/** The text of a post, which moves to the composer of the home page when its own page no longer exists. */
const draft = { fields: ['body'], fallback: { form: 'post', place: '/' } }

export async function createPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'post',
    schema: newPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    draft,
    async run(viewer, input) {
      const post = await createPost(viewer, input)
      const draftKey = draftKeyOf('post', form)
      const created = post.id
      if (input.replyTo)
        return { created, ...(await finish(await getReplyPath(viewer, post), 'replied', draftKey)) }
      // With JavaScript a post can be written on any page, so stay on it.
      const path = await refererPath()
      const stays = path === '/explore' || (await isScriptSubmission())
      return { created, ...(await finish(stays ? path : '/', 'posted', draftKey)) }
    },
  })
}

export async function editPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'edit-post',
    schema: editPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    draft,
    async run(viewer, input) {
      await editPost(viewer, input)
      const page = `/posts/${input.id}`
      // With JavaScript a post can be edited in place on any page.
      const from = await refererPath()
      const stays = from !== `${page}/edit` && (await isScriptSubmission())
      return finish(stays ? from : page, 'postSaved', draftKeyOf('edit-post', form))
    },
  })
}
