'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { AppError } from '../errors'
import { formatDay } from '../i18n/format-day'
import { guestAction, memberAction } from '../request/action'
import { resumeSession } from '../request/auth'
import { deleteAllDrafts } from '../request/drafts'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { clearPendingLogIn, readPendingLogIn } from '../request/pending-log-in'
import { clearSessionCookie } from '../request/session-cookies'
import { cancelAccountDeletion, requestAccountDeletion } from './mutations'
import { deleteAccountInput } from './schema'

export async function deleteAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-account',
    schema: deleteAccountInput,
    limit: 'account',
    secretFields: ['current'],
    async run(viewer, { current }) {
      const dueAt = await requestAccountDeletion(viewer, current)
      await clearSessionCookie()
      await deleteAllDrafts()
      await setFlash('info', 'accountDeletionRequested', { date: formatDay(dueAt, await requestLocale()) })
      redirect('/')
    },
  })
}

export async function cancelAccountDeletionAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'keep-account',
    schema: z.object({}),
    async run(guest) {
      const proof = await readPendingLogIn()
      if (!proof) redirect('/login')
      await clearPendingLogIn()
      await cancelAccountDeletion(proof).catch(redirectWhenGone)
      await resumeSession(proof, guest)
      await setFlash('success', 'accountKept')
      redirect('/')
    },
  })
}

async function redirectWhenGone(error: unknown): Promise<never> {
  if (!(error instanceof AppError) || error.code !== 'not-found') throw error
  await setFlash('warning', 'accountGone')
  redirect('/login')
}

export async function discardPendingLogInAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'leave-account',
    schema: z.object({}),
    async run() {
      await clearPendingLogIn()
      await setFlash('info', 'loggedOut')
      redirect('/')
    },
  })
}
