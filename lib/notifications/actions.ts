'use server'

import { redirect } from 'next/navigation'
import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { isScriptSubmission } from '../request/submission'
import { markNotificationsRead, setNotificationKinds } from './mutations'
import { markNotificationsReadInput, notificationKindsInput } from './schema'

export async function markNotificationsReadAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'mark-read',
    schema: markNotificationsReadInput,
    limit: 'notifications',
    async run(viewer, input) {
      const count = await markNotificationsRead(viewer, input)
      // With JavaScript the client has already updated its state.
      if (!(await isScriptSubmission()))
        await refreshOrRedirectBack('success', 'notificationsRead', { count })
    },
  })
}

export async function setNotificationKindsAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'notification-kinds',
    schema: notificationKindsInput,
    limit: 'account',
    async run(viewer, kinds) {
      await setNotificationKinds(viewer, kinds)
      await setFlash('success', 'notificationKindsSaved')
      redirect('/notifications')
    },
  })
}
