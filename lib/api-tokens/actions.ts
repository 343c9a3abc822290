'use server'

import { refresh } from 'next/cache'
import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { isScriptSubmission } from '../request/submission'
import { createPersonalToken, revokeApiToken } from './mutations'
import { newTokenInput, revokeTokenInput } from './schema'

export async function createTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'api-token',
    schema: newTokenInput,
    limit: 'api-token',
    secretFields: ['current'],
    async run(viewer, input) {
      const { token } = await createPersonalToken(viewer, input, await requestLocale())
      // Without script, the response to the form is the only page that shows the token: no redirect.
      if (await isScriptSubmission()) refresh()
      return { createdToken: token }
    },
  })
}

export async function revokeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'revoke-api-token',
    schema: revokeTokenInput,
    limit: 'session',
    async run(viewer, { id }) {
      await revokeApiToken(viewer, id)
      await refreshOrRedirectBack('success', 'tokenRevoked')
    },
  })
}
