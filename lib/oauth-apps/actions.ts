'use server'

import { memberAction } from '../request/action'
import { finish } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { changeApp, registerApp } from './mutations'
import { appChangeInput, newAppInput } from './schema'

export async function registerAppAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'oauth-app',
    schema: newAppInput,
    limit: 'oauth-app',
    secretFields: ['current'],
    // Without script, the response to the form is the only page that shows the secret: no redirect.
    run: async (viewer, input) => ({ createdApp: await registerApp(viewer, input) }),
  })
}

export async function changeAppAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'change-oauth-app',
    schema: appChangeInput,
    limit: 'oauth-app',
    secretFields: ['current'],
    async run(viewer, input) {
      const created = await changeApp(viewer, input)
      return created.secret ? { createdApp: created } : finish('/account/apps', 'appSaved')
    },
  })
}
