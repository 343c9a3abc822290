'use server'

import { redirect } from 'next/navigation'
import { env } from '../env'
import { memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import { deleteDraft, draftKeyOf } from '../request/drafts'
import { setFlash } from '../request/flash'
import { draftId, type FormState } from '../request/form-state'
import { isScriptSubmission } from '../request/submission'
import { getCaller } from '../request/viewer'
import { markThreadRead, sendMessage } from './mutations'
import { markThreadReadInput, newMessageInput } from './schema'

export async function sendMessageAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'message',
    schema: newMessageInput(env.MESSAGE_MAX_LENGTH),
    limit: 'message',
    draft: { fields: ['body'] },
    // After a block the thread has no form any more.
    messages: { forbidden: { flash: 'messageBlocked', path: threadPath, plainOnly: true } },
    async run(viewer, { seen, ...input }) {
      const { to } = await sendMessage(viewer, input)
      if (seen) await markThreadRead(viewer, to, seen)
      const draft = draftKeyOf('message', form)
      await deleteDraft(draft)
      if (await isScriptSubmission()) return
      await setFlash('success', 'messageSent', { name: to, draft: draftId(draft) })
      redirect(`/messages/${to}`)
    },
  })
}

function threadPath(form: FormData): string {
  return `/messages/${encodeURIComponent(String(form.get('to')))}`
}

/** Called by the open page in the background; without JavaScript by a button. */
export async function markThreadReadAction(_: FormState, form: FormData): Promise<FormState> {
  // A request in the background does not redirect to the log-in page.
  if ((await isScriptSubmission()) && !(await getCaller())) return null
  return memberAction(form, {
    name: 'message-read',
    schema: markThreadReadInput,
    limit: 'message-read',
    async run(viewer, { partner, seen }) {
      await markThreadRead(viewer, partner, seen)
      if (!(await isScriptSubmission())) await refreshOrRedirectBack('info', 'messagesRead')
    },
  })
}
