'use server'

import { flashIfGone, memberAction, redirectToAnchor } from '../request/action'
import type { FormState } from '../request/form-state'
import { likePost, unlikePost } from './mutations'
import { likeInput } from './schema'

export async function changeLikeAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'like',
    schema: likeInput,
    limit: 'like',
    async run(viewer, { like = 0, unlike }) {
      const verb = unlike ? unlikePost(viewer, unlike) : likePost(viewer, like)
      const { id } = await verb.catch(flashIfGone)
      await redirectToAnchor(`post-${id}`)
    },
  })
}
