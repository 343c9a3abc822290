'use server'

import { redirect } from 'next/navigation'
import { AppError } from '../errors'
import { guestAction, memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import { endSession } from '../request/auth'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { getCaller } from '../request/viewer'
import { z } from '../zod'
import { cancelEmailChange, confirmEmail, resendVerification, undoEmailChange } from './mutations'
import { linkInput } from './schema'

export async function confirmEmailAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'confirm-email',
    schema: linkInput,
    limit: 'verification-ip',
    secretFields: ['token'],
    async run(guest, { token }) {
      const explain = redirectToExplanation(`/verify-email/${encodeURIComponent(token)}`)
      const { isChange } = await confirmEmail(token, guest, await requestLocale()).catch(explain)
      await setFlash('success', isChange ? 'emailChanged' : 'emailVerified')
      redirect((await getCaller()) ? '/account' : '/login')
    },
  })
}

export async function undoEmailChangeAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'undo-email-change',
    schema: linkInput,
    limit: 'verification-ip',
    secretFields: ['token'],
    async run(guest, { token }) {
      const caller = await getCaller()
      const explain = redirectToExplanation(`/undo-email-change/${encodeURIComponent(token)}`)
      const { userId, resetToken } = await undoEmailChange(token, guest, await requestLocale()).catch(explain)
      if (caller?.id === userId) await endSession()
      await setFlash('success', 'emailRestored')
      redirect(`/reset-password/${resetToken}`)
    },
  })
}

/** The page of a link that cannot be used says why. */
function redirectToExplanation(path: string) {
  return (error: unknown): never => {
    if (error instanceof AppError && ['not-found', 'conflict'].includes(error.code)) redirect(path)
    throw error
  }
}

export async function resendVerificationAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'resend-verification',
    schema: z.object({}),
    limit: 'verification',
    async run(viewer) {
      await resendVerification(viewer, await requestLocale())
      await refreshOrRedirectBack('success', 'verificationSent')
    },
  })
}

export async function cancelEmailChangeAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'cancel-email-change',
    schema: z.object({}),
    limit: 'account',
    async run(viewer) {
      await cancelEmailChange(viewer)
      await refreshOrRedirectBack('success', 'emailChangeCancelled')
    },
  })
}
