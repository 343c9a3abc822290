'use server'

import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { followUser, unfollowUser } from './mutations'
import { followInput } from './schema'

export async function followAction(_: FormState, form: FormData): Promise<FormState> {
  return changeFollow(form, 'followed', followUser)
}

export async function unfollowAction(_: FormState, form: FormData): Promise<FormState> {
  return changeFollow(form, 'unfollowed', unfollowUser)
}

async function changeFollow(form: FormData, flash: string, verb: typeof followUser): Promise<FormState> {
  return memberAction(form, {
    name: 'follow',
    schema: followInput,
    limit: 'follow',
    messages: {
      'not-found': { flash: 'noSuchMember', path: '/' },
      invalid: { flash: 'notYourself' },
      forbidden: { flash: 'blockedBetween' },
    },
    async run(viewer, { username }) {
      const target = await verb(viewer, username)
      await refreshOrRedirectBack('success', flash, { name: target.username })
    },
  })
}
