'use server'

import { redirect } from 'next/navigation'
import { env } from '../env'
import { AppError } from '../errors'
import { isScriptSubmission, memberAction, refreshOrRedirectBack } from '../request/action'
import { deleteDraft, draftKeyOf, saveDraft } from '../request/drafts'
import { setFlash } from '../request/flash'
import { draftId, type FormState, typedValues } from '../request/form-state'
import { getViewer } from '../request/viewer'
import { markThreadRead, sendMessage } from './mutations'
import { markThreadReadInput, newMessageInput } from './schema'

export async function sendMessageAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'message',
    schema: newMessageInput(env.MESSAGE_MAX_LENGTH),
    limit: 'message',
    async run(viewer, { seen, ...input }, sent) {
      const { to } = await sendMessage(viewer, input).catch((error) => explain(error, sent))
      if (seen) await markThreadRead(viewer, to, seen)
      const draft = draftKeyOf('message', sent)
      await deleteDraft(draft)
      if (await isScriptSubmission()) return
      await setFlash('success', 'messageSent', { name: to, draft: draftId(draft) })
      redirect(`/messages/${to}`)
    },
  })
}

/** Without script the thread itself says that nobody can write in it any more; the text waits for another time. */
async function explain(error: unknown, sent: FormData): Promise<never> {
  if (error instanceof AppError && error.code === 'forbidden' && !(await isScriptSubmission())) {
    await saveDraft('message', typedValues(sent))
    await setFlash('danger', 'messageBlocked')
    redirect(`/messages/${encodeURIComponent(String(sent.get('to')))}`)
  }
  throw error
}

/** Called by the page itself as it is read, and by a button where there is no script. */
export async function markThreadReadAction(_: FormState, form: FormData): Promise<FormState> {
  // What goes on behind somebody's back leads nobody to the log-in page.
  if ((await isScriptSubmission()) && !(await getViewer())) return null
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
