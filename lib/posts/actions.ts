'use server'

import { redirect } from 'next/navigation'
import { cameFrom, memberAction } from '../action'
import { dropDraft } from '../drafts'
import { env } from '../env'
import { setFlash } from '../flash'
import type { FormState } from '../form-state'
import { renewGuestPages } from '../guest-pages'
import { conversationKey, forgetExistence, postKey } from '../http/existence'
import { tagsOf } from '../text/parse-body'
import { createPost, deletePost, editPost } from './mutations'
import { pathOfReply } from './queries'
import { deletePostInput, editPostInput, newPostInput } from './schema'

export async function createPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'post',
    schema: newPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    async run(viewer, input) {
      const post = await createPost(viewer, input)
      const tags = tagsOf(input.body).map((tag) => `/tags/${encodeURIComponent(tag)}`)
      renewGuestPages(['/explore', `/users/${viewer.username}`, ...tags])
      await dropDraft()
      if (input.replyTo) {
        renewGuestPages([`/posts/${post.rootId}`, `/posts/${input.replyTo}`])
        await setFlash('success', 'replied')
        redirect(await pathOfReply(viewer, post))
      }
      await setFlash('success', 'posted')
      redirect((await cameFrom()) === '/explore' ? '/explore' : '/')
    },
  })
}

export async function editPostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'edit-post',
    schema: editPostInput(env.POST_MAX_LENGTH),
    limit: 'post',
    async run(viewer, input) {
      await editPost(viewer, input)
      renewGuestPages([
        `/posts/${input.id}`,
        `/posts/${input.id}/history`,
        '/explore',
        `/users/${viewer.username}`,
      ])
      await dropDraft()
      await setFlash('success', 'postSaved')
      redirect(`/posts/${input.id}`)
    },
  })
}

export async function deletePostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-post',
    schema: deletePostInput,
    limit: 'post',
    async run(viewer, { id }) {
      const { removed, parentId, rootId } = await deletePost(viewer, id)
      for (const gone of [id, ...removed]) {
        forgetExistence(postKey(gone))
        forgetExistence(conversationKey(gone))
      }
      const changed = [...new Set([id, parentId ?? id, rootId, ...removed])]
      renewGuestPages(['/explore', `/users/${viewer.username}`, ...changed.map((post) => `/posts/${post}`)])
      await setFlash('success', 'postDeleted')
      redirect('/')
    },
  })
}
