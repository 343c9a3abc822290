import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { deleteDraft } from './drafts'
import { type Flash, type FlashCategory, setFlash } from './flash'
import { type DraftKey, draftId, type FormState } from './form-state'
import { isScriptSubmission, refererPath } from './submission'

/** The part of the form's state that an accepted action adds. */
export type ActionResult = Pick<
  NonNullable<FormState>,
  'next' | 'created' | 'translation' | 'createdToken' | 'createdApp'
>

/**
 * Ends an action whose result may be on another page. A plain form is redirected there with a flash message. With
 * script the form shows the message and navigates; when the result is on the same page, that page is refreshed.
 * @param path The path, query and fragment of the page that shows the result.
 * @param flash A key of the `flash` messages.
 * @param draft The key of the submitted draft, which is deleted here and in the browser.
 */
export async function finish(path: string, flash: string, draft?: DraftKey): Promise<ActionResult> {
  if (draft) await deleteDraft(draft)
  if (!(await isScriptSubmission())) {
    await setFlash('success', flash, draft?.member ? { draft: draftId(draft) } : {})
    redirect(path)
  }
  const currentPath = await refererPath()
  if (path.split('#')[0] === currentPath) refresh()
  return path === currentPath ? {} : { next: path }
}

/**
 * Ends an action that changes the page it is on: the page is refreshed in place, or a plain form is redirected back
 * with a flash message.
 * @param key A key of the `flash` messages.
 */
export async function refreshOrRedirectBack(
  category: FlashCategory,
  key: string,
  params: Flash['params'] = {},
): Promise<void> {
  if (await isScriptSubmission()) return refresh()
  await setFlash(category, key, params)
  redirect(await refererPath())
}

/**
 * Ends an action on one entry of a page: a plain form is redirected back to the entry. A page with script has updated
 * the entry already.
 * @param id The id of the entry's element.
 */
export async function redirectToAnchor(id: string): Promise<void> {
  if (!(await isScriptSubmission())) redirect(`${await refererPath()}#${id}`)
}

/**
 * Ends an action that sends the browser to another site.
 * @param address a URL, also of a private scheme
 */
export async function leaveSite(address: string): Promise<ActionResult> {
  if (!(await isScriptSubmission())) redirect(address)
  return { next: address }
}
