'use server'

import { redirect } from 'next/navigation'
import { adminAction } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { refererPath } from '../request/submission'
import { deleteFailedJob, retryFailedJob } from './mutations'
import { jobInput } from './schema'

export async function retryFailedJobAction(_: FormState, form: FormData): Promise<FormState> {
  return adminAction(form, {
    name: 'retry-job',
    schema: jobInput,
    limit: 'admin',
    messages: { conflict: { flash: 'jobConflict' } },
    async run(admin, input) {
      const isFound = await retryFailedJob(admin, input)
      await setFlash(isFound ? 'success' : 'info', isFound ? 'jobRetried' : 'jobGone')
      redirect(await refererPath())
    },
  })
}

export async function deleteFailedJobAction(_: FormState, form: FormData): Promise<FormState> {
  return adminAction(form, {
    name: 'delete-job',
    schema: jobInput,
    limit: 'admin',
    async run(admin, input) {
      const isFound = await deleteFailedJob(admin, input)
      await setFlash(isFound ? 'success' : 'info', isFound ? 'jobDeleted' : 'jobGone')
      redirect(await refererPath())
    },
  })
}
