'use server'

import { redirect } from 'next/navigation'
import { AppError } from '../errors'
import { guestAction } from '../request/action'
import { setFlash } from '../request/flash'
import { draftId, type FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { rememberDevice } from '../request/session-cookies'
import { getCaller } from '../request/viewer'
import { requestPasswordReset, resetPassword } from './mutations'
import { resetPasswordInput, resetRequestDraft, resetRequestInput } from './schema'

export async function requestPasswordResetAction(_: FormState, form: FormData): Promise<FormState> {
  if (await getCaller()) redirect('/')
  return guestAction(form, {
    name: 'reset-request',
    schema: resetRequestInput,
    limit: 'password-reset-ip',
    async run(_guest, input) {
      await requestPasswordReset(input, await requestLocale())
      await setFlash('info', 'resetRequested', { draft: draftId(resetRequestDraft) })
      redirect('/login')
    },
  })
}

export async function resetPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  if (await getCaller()) redirect('/')
  return guestAction(form, {
    name: 'reset-password',
    schema: resetPasswordInput,
    limit: 'password-reset-ip',
    secretFields: ['token', 'password', 'repeat'],
    async run(guest, input) {
      const user = await resetPassword(input, guest, await requestLocale()).catch(redirectWhenExpired)
      // The next log-in here is not one from an unknown device.
      await rememberDevice(user.id, user.credential)
      await setFlash('success', 'passwordReset')
      redirect('/login')
    },
  })
}

function redirectWhenExpired(error: unknown): never {
  if (error instanceof AppError && error.code === 'not-found') redirect('/reset-password?expired=1')
  throw error
}
