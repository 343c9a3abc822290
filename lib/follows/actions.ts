'use server'

import { redirect } from 'next/navigation'
import { cameFrom, memberAction, stayOnPage } from '../action'
import { AppError } from '../errors'
import { setFlash } from '../flash'
import type { FormState } from '../form-state'
import { renewGuestPages } from '../guest-pages'
import { type Followed, follow, unfollow } from './mutations'
import { followInput } from './schema'

export async function followAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'followed', follow)
}

export async function unfollowAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, 'unfollowed', unfollow)
}

async function change(form: FormData, flash: string, verb: typeof follow): Promise<FormState> {
  return memberAction(form, {
    name: 'follow',
    schema: followInput,
    limit: 'follow',
    async run(viewer, { username }) {
      const target: Followed = await verb(viewer, username).catch(explain)
      renewGuestPages([`/users/${target.username}`, `/users/${viewer.username}`])
      await stayOnPage('success', flash, { name: target.username })
    },
  })
}

/** Nobody to follow, or oneself: said in a message on a page that exists. */
async function explain(error: unknown): Promise<never> {
  if (!(error instanceof AppError)) throw error
  await setFlash('danger', error.code === 'not-found' ? 'noSuchMember' : 'notYourself')
  redirect(error.code === 'not-found' ? '/' : await cameFrom())
}
