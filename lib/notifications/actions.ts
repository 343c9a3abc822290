'use server'

import { redirect } from 'next/navigation'
import { memberAction, stayOnPage } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { chooseKinds, markRead } from './mutations'
import { chosenKindsInput, markReadInput } from './schema'

export async function markReadAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'mark-read',
    schema: markReadInput,
    limit: 'notifications',
    async run(viewer, input) {
      const count = await markRead(viewer, input)
      await stayOnPage('success', 'notificationsRead', { count })
    },
  })
}

export async function chooseKindsAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'notification-kinds',
    schema: chosenKindsInput,
    limit: 'account',
    async run(viewer, kinds) {
      await chooseKinds(viewer, kinds)
      await setFlash('success', 'notificationKindsSaved')
      redirect('/notifications')
    },
  })
}
