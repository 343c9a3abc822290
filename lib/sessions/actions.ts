'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { finish, guestAction, memberAction, stayOnPage } from '../action'
import { endSession, providers, startProvider, startSession } from '../auth'
import { keepLocale } from '../choices'
import { dropDrafts } from '../drafts'
import { setFlash } from '../flash'
import type { FormState } from '../form-state'
import { safeNext } from '../http/safe-next'
import { isLocale } from '../i18n/locales'
import { rememberDevice, setSessionCookie } from '../session-cookies'
import { passwordInput } from '../users/schema'
import { getViewer } from '../viewer'
import { changePassword, revokeSessions } from './mutations'
import { logInInput, revokeInput } from './schema'

export async function logInAction(_: FormState, form: FormData): Promise<FormState> {
  if (await getViewer()) redirect('/')
  return guestAction(form, {
    name: 'log-in',
    schema: logInInput,
    async run(_guest, input) {
      const { locale } = await startSession(input.identifier, input.password, input.remember)
      if (isLocale(locale)) await keepLocale(locale)
      await setFlash('success', 'loggedIn')
      redirect(safeNext(input.next))
    },
  })
}

export async function logOutAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'log-out',
    schema: z.object({}),
    async run() {
      await endSession()
      await dropDrafts()
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
      await stayOnPage('success', 'sessionsEnded', { count })
    },
  })
}

export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'password',
    schema: passwordInput,
    limit: 'password-change',
    async run(viewer, input) {
      const { token, expires, credential } = await changePassword(viewer, input)
      await setSessionCookie(token, expires)
      await rememberDevice(viewer.id, credential)
      return finish('/account/security', 'passwordChanged')
    },
  })
}
