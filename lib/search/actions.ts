'use server'

import { redirect } from 'next/navigation'
import { memberAction } from '../request/action'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { refererPath } from '../request/submission'
import { deleteSavedSearch, maxSavedSearches, saveSearch } from './mutations'
import { savedSearchInput } from './schema'

export async function saveSearchAction(_: FormState, form: FormData): Promise<FormState> {
  return changeSavedSearch(form, 'searchSaved', saveSearch)
}

export async function deleteSavedSearchAction(_: FormState, form: FormData): Promise<FormState> {
  return changeSavedSearch(form, 'searchForgotten', deleteSavedSearch)
}

async function changeSavedSearch(form: FormData, flash: string, verb: typeof saveSearch): Promise<FormState> {
  return memberAction(form, {
    name: 'saved-search',
    schema: savedSearchInput,
    limit: 'saved-search',
    // These forms are buttons without room for an error.
    messages: {
      conflict: { flash: 'searchesFull', params: { max: maxSavedSearches } },
      invalid: { flash: 'searchRefused' },
      'rate-limited': { flash: 'searchRefused' },
    },
    async run(viewer, { q }) {
      await verb(viewer, q)
      await setFlash('success', flash)
      redirect(await refererPath())
    },
  })
}
