'use server'

import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { resendDelivery, sendPing } from './mutations'
import { pingInput, resendInput } from './schema'

export async function resendDeliveryAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'resend-delivery',
    schema: resendInput,
    limit: 'webhook',
    messages: { conflict: { flash: 'webhookStopped' } },
    async run(viewer, input) {
      await resendDelivery(viewer, input)
      await refreshOrRedirectBack('success', 'deliveryResent')
    },
  })
}

export async function sendPingAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'ping-webhook',
    schema: pingInput,
    limit: 'webhook',
    messages: { conflict: { flash: 'webhookStopped' } },
    async run(viewer, { webhook }) {
      await sendPing(viewer, webhook)
      await refreshOrRedirectBack('success', 'pingSent')
    },
  })
}
