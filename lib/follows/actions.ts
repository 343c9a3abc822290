'use server'

import { redirect } from 'next/navigation'
import { AppError, type ErrorCode } from '../errors'
import { memberAction, refererPath, refreshOrRedirectBack } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { followUser, unfollowUser } from './mutations'
import { followInput } from './schema'

export async function followAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'followed', followUser)
}

export async function unfollowAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'unfollowed', unfollowUser)
}

async function change(form: FormData, flash: string, verb: typeof followUser): Promise<FormState> {
  return memberAction(form, {
    name: 'follow',
    schema: followInput,
    limit: 'follow',
    async run(viewer, { username }) {
      const target = await verb(viewer, username).catch(explain)
      await refreshOrRedirectBack('success', flash, { name: target.username })
    },
  })
}

const refusals: Partial<Record<ErrorCode, string>> = {
  'not-found': 'noSuchMember',
  invalid: 'notYourself',
  forbidden: 'blockedBetween',
}

/** Nobody to follow, oneself, or a block between: said in a message on a page that exists. */
async function explain(error: unknown): Promise<never> {
  const key = error instanceof AppError && refusals[error.code]
  if (!key) throw error
  await setFlash('danger', key)
  redirect(error.code === 'not-found' ? '/' : await refererPath())
}
