'use server'

import { redirect } from 'next/navigation'
import { memberAction, refererPath } from '../request/action'
import { type FlashCategory, setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import type { Viewer } from '../viewer'
import { deleteSavedSearch, maxSavedSearches, saveSearch } from './mutations'
import { savedInput } from './schema'

export async function saveSearchAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, saveSearch, 'searchSaved')
}

export async function deleteSavedSearchAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, deleteSavedSearch, 'searchForgotten')
}

/** The forms have nothing to fill in, so every answer is a message on the page that they stand on. */
async function change(form: FormData, verb: typeof saveSearch, done: string): Promise<FormState> {
  const run = async (viewer: Viewer, { q }: { q: string }) => {
    await verb(viewer, q)
    await tell('success', done)
  }
  const state = await memberAction(form, {
    name: 'saved-search',
    schema: savedInput,
    limit: 'saved-search',
    run,
  })
  if (state?.ok === false) await tell('danger', state.code === 'conflict' ? 'searchesFull' : 'searchRefused')
  return state
}

async function tell(category: FlashCategory, key: string): Promise<never> {
  await setFlash(category, key, { max: maxSavedSearches })
  redirect(await refererPath())
}
