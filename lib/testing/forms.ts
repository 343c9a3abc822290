import { openSession } from '../sessions/mutations'
import type { Viewer } from '../viewer'
import { aUser, testClient, viewerOfToken } from './factories'
import { newRequest, Redirected } from './next'

/** The body of a form with text fields. */
export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

/** The header of a form that JavaScript submits. */
export const script = { 'next-action': 'x' }

/** The path that an action redirects to, or else its result. */
export function redirectOf(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error) => (error instanceof Redirected ? error.to : Promise.reject(error)))
}

/** Begins a request of a new user who is logged in. */
export async function logIn(headers: Record<string, string> = {}): Promise<Viewer> {
  const token = await openSession((await aUser()).id, false, testClient)
  newRequest({ headers, cookies: { 'roost.session': token } })
  return viewerOfToken(token)
}
