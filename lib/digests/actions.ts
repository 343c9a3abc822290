'use server'

import { redirect } from 'next/navigation'
import { guestAction, memberAction } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { setDigest, unsubscribe } from './mutations'
import { digestInput, unsubscribeInput } from './schema'

export async function setDigestAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'digest',
    schema: digestInput,
    limit: 'account',
    async run(viewer, input) {
      await setDigest(viewer, input)
      await setFlash('success', 'digestSaved')
      redirect('/notifications')
    },
  })
}

export async function unsubscribeAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'unsubscribe',
    schema: unsubscribeInput,
    limit: 'unsubscribe-ip',
    secretFields: ['token'],
    async run(_guest, { token }) {
      await unsubscribe(token)
      await setFlash('success', 'unsubscribed')
      redirect(`/unsubscribe/${encodeURIComponent(token)}`)
    },
  })
}
