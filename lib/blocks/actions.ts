'use server'

import { redirect } from 'next/navigation'
import { AppError } from '../errors'
import { memberAction, refererPath, refreshOrRedirectBack } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { blockUser, muteUser, unblockUser, unmuteUser } from './mutations'
import { relationInput } from './schema'

export async function blockAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'blocked', blockUser)
}

export async function unblockAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'unblocked', unblockUser)
}

export async function muteAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'muted', muteUser)
}

export async function unmuteAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'unmuted', unmuteUser)
}

async function change(form: FormData, flash: string, verb: typeof blockUser): Promise<FormState> {
  const answer = await memberAction(form, {
    name: 'relation',
    schema: relationInput,
    limit: 'relation',
    async run(viewer, { username }) {
      const other = await verb(viewer, username).catch(explain)
      await refreshOrRedirectBack('success', flash, { name: other.username })
    },
  })
  // The forms show no answer of their own.
  if (answer && !answer.ok) await explain(new AppError(answer.code ?? 'invalid'))
  return answer
}

/** Nobody of that name, oneself, or too often: said in a message on a page that exists. */
async function explain(error: unknown): Promise<never> {
  if (!(error instanceof AppError)) throw error
  const key = { 'not-found': 'noSuchMember', 'rate-limited': 'tooOften' }[String(error.code)] ?? 'notOneself'
  await setFlash('danger', key)
  redirect(error.code === 'not-found' ? '/' : await refererPath())
}
