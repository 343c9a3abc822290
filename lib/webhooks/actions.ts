'use server'

import { refresh } from 'next/cache'
import { memberAction } from '../request/action'
import { finish, refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { isScriptSubmission } from '../request/submission'
import { createWebhook, deleteWebhook, rotateSecret, updateWebhook } from './mutations'
import { deleteWebhookInput, editWebhookInput, newWebhookInput, rotateSecretInput } from './schema'

export async function createWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'webhook',
    schema: newWebhookInput,
    limit: 'webhook',
    secretFields: ['current'],
    async run(viewer, input) {
      const { secret } = await createWebhook(viewer, input, { locale: await requestLocale() })
      // Without script, the response to the form is the only page that shows the secret: no redirect.
      if (await isScriptSubmission()) refresh()
      return { createdToken: secret }
    },
  })
}

export async function updateWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'edit-webhook',
    schema: editWebhookInput,
    limit: 'webhook',
    secretFields: ['current'],
    async run(viewer, input) {
      await updateWebhook(viewer, input, { locale: await requestLocale() })
      await refreshOrRedirectBack('success', 'webhookSaved')
    },
  })
}

export async function rotateSecretAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'webhook-secret',
    schema: rotateSecretInput,
    limit: 'webhook',
    secretFields: ['current'],
    async run(viewer, input) {
      const secret = await rotateSecret(viewer, input)
      if (await isScriptSubmission()) refresh()
      return { createdToken: secret }
    },
  })
}

export async function deleteWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'delete-webhook',
    schema: deleteWebhookInput,
    limit: 'webhook',
    async run(viewer, { id }) {
      await deleteWebhook(viewer, id)
      return finish('/account/webhooks', 'webhookDeleted')
    },
  })
}
