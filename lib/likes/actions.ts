'use server'

import { memberAction } from '../request/action'
import { redirectToAnchor } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { likePost, unlikePost } from './mutations'
import { likeInput } from './schema'

export async function changeLikeAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'like',
    schema: likeInput,
    limit: 'like',
    messages: { 'not-found': { flash: 'gone', plainOnly: true } },
    async run(viewer, { like = 0, unlike }) {
      const { id } = await (unlike ? unlikePost(viewer, unlike) : likePost(viewer, like))
      await redirectToAnchor(`post-${id}`)
    },
  })
}
