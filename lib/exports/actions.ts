'use server'

import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { startExport } from './mutations'
import { startExportInput } from './schema'

export async function startExportAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'export',
    schema: startExportInput,
    limit: 'export',
    secretFields: ['current'],
    messages: { conflict: { flash: 'exportUnfinished' } },
    async run(viewer, { kind, current = '' }) {
      await startExport(viewer, kind, await requestLocale(), current)
      await refreshOrRedirectBack('info', 'exportStarted')
    },
  })
}
