'use server'

import { AppError } from '../errors'
import { appInput } from '../oauth-apps/schema'
import { memberAction } from '../request/action'
import { finish, leaveSite, refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { requestOrigin } from '../request/origin'
import { allowApp, deleteApp, denyApp, revokeAuthorizedApp } from './mutations'
import { checkAuthorization } from './queries'
import { decisionInput, parseAuthorizationQuery, revokeAppInput } from './schema'

/** Allows or denies an authorisation request, which is checked again: the form could contain another one. */
export async function decideAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'oauth-consent',
    schema: decisionInput,
    limit: 'oauth-consent',
    async run(viewer, { query, decision }) {
      const issuer = await requestOrigin()
      const check = await checkAuthorization(parseAuthorizationQuery(query), issuer)
      if (check.kind === 'untrusted') throw new AppError('invalid', `oauth: ${check.reason}`)
      if (check.kind === 'refused') return leaveSite(check.redirectTo)
      if (decision === 'deny') return leaveSite(denyApp(check.request, issuer))
      return leaveSite(await allowApp(viewer, check.request, issuer, await requestLocale()))
    },
  })
}

export async function revokeAppAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'revoke-app',
    schema: revokeAppInput,
    limit: 'session',
    async run(viewer, { app }) {
      await revokeAuthorizedApp(viewer, app)
      await refreshOrRedirectBack('success', 'appRevoked')
    },
  })
}

/** Deletes an app of the viewer, with the access of everyone. */
export async function deleteAppAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-app',
    schema: appInput,
    limit: 'oauth-app',
    async run(viewer, { id }) {
      await deleteApp(viewer, id)
      return finish('/account/apps', 'appDeleted')
    },
  })
}
