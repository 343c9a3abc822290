'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { AppError } from '../errors'
import { safeNext } from '../http/safe-next'
import { isLocale } from '../i18n/locales'
import { guestAction, memberAction } from '../request/action'
import { finish, refreshOrRedirectBack } from '../request/action-result'
import { endSession, providers, startProvider, startSession } from '../request/auth'
import { deleteAllDrafts } from '../request/drafts'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { setLocaleCookie } from '../request/preference-cookies'
import { rememberDevice, setSessionCookie } from '../request/session-cookies'
import { getCaller } from '../request/viewer'
import { passwordInput } from '../users/schema'
import { changePassword, revokeSessions } from './mutations'
import { logInInput, revokeInput } from './schema'

export async function logInAction(_: FormState, form: FormData): Promise<FormState> {
  if (await getCaller()) redirect('/')
  return guestAction(form, {
    name: 'log-in',
    schema: logInInput,
    secretFields: ['password'],
    async run(_guest, input) {
      const session = startSession(input.identifier, input.password, input.remember)
      const { locale } = await session.catch(redirectWhenDeletionPending)
      if (isLocale(locale)) await setLocaleCookie(locale)
      await setFlash('success', 'loggedIn')
      redirect(safeNext(input.next))
    },
  })
}

/** A member who has requested the deletion of the account decides about it first. */
function redirectWhenDeletionPending(error: unknown): never {
  if (error instanceof AppError && error.code === 'deletion-pending') redirect('/account/keep')
  throw error
}

export async function logOutAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'log-out',
    schema: z.object({}),
    async run() {
      await endSession()
      await deleteAllDrafts()
      await setFlash('info', 'loggedOut')
      redirect('/')
    },
  })
}

const providerInput = z.object({ provider: z.enum(['github', 'google']), next: z.string().optional() })

export async function providerAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'provider',
    schema: providerInput,
    async run(_guest, { provider, next }) {
      if (providers.some(({ id }) => id === provider)) await startProvider(provider, safeNext(next))
      redirect('/login')
    },
  })
}

export async function revokeSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'revoke-session',
    schema: revokeInput,
    limit: 'session',
    async run(viewer, input) {
      const count = await revokeSessions(viewer, input)
      await refreshOrRedirectBack('success', 'sessionsEnded', { count })
    },
  })
}

export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'password',
    schema: passwordInput,
    limit: 'password-change',
    secretFields: ['current', 'password', 'repeat'],
    async run(viewer, input) {
      const { token, expires, credential } = await changePassword(viewer, input, await requestLocale())
      await setSessionCookie(token, expires)
      await rememberDevice(viewer.id, credential)
      return finish('/account/security', 'passwordChanged')
    },
  })
}
