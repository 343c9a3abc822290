'use server'

import { redirect } from 'next/navigation'
import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { getCaller } from '../request/viewer'
import { markNotificationsRead, markNotificationsSeen, setNotificationKinds } from './mutations'
import { markNotificationsReadInput, markNotificationsSeenInput, notificationKindsInput } from './schema'

export async function markNotificationsReadAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'mark-read',
    schema: markNotificationsReadInput,
    limit: 'notifications',
    async run(viewer, input) {
      const count = await markNotificationsRead(viewer, input)
      await refreshOrRedirectBack('success', 'notificationsRead', { count })
    },
  })
}

/** Called by the open page in the background. */
export async function markNotificationsSeenAction(_: FormState, form: FormData): Promise<FormState> {
  // A request in the background does not redirect to the log-in page.
  if (!(await getCaller())) return null
  return memberAction(form, {
    name: 'notifications-seen',
    schema: markNotificationsSeenInput,
    limit: 'notifications',
    async run(viewer, input) {
      await markNotificationsSeen(viewer, input)
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
