'use server'

import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { blockUser, muteUser, unblockUser, unmuteUser } from './mutations'
import { relationInput } from './schema'

export async function blockAction(_: FormState, form: FormData): Promise<FormState> {
  return changeRelation(form, 'blocked', blockUser)
}

export async function unblockAction(_: FormState, form: FormData): Promise<FormState> {
  return changeRelation(form, 'unblocked', unblockUser)
}

export async function muteAction(_: FormState, form: FormData): Promise<FormState> {
  return changeRelation(form, 'muted', muteUser)
}

export async function unmuteAction(_: FormState, form: FormData): Promise<FormState> {
  return changeRelation(form, 'unmuted', unmuteUser)
}

async function changeRelation(form: FormData, flash: string, verb: typeof blockUser): Promise<FormState> {
  return memberAction(form, {
    name: 'relation',
    schema: relationInput,
    limit: 'relation',
    // These forms are buttons without room for an error.
    messages: {
      'not-found': { flash: 'noSuchMember', path: '/' },
      'rate-limited': { flash: 'tooOften' },
      invalid: { flash: 'notOneself' },
    },
    async run(viewer, { username }) {
      const other = await verb(viewer, username)
      await refreshOrRedirectBack('success', flash, { name: other.username })
    },
  })
}
