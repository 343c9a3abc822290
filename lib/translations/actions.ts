'use server'

import { memberAction } from '../request/action'
import type { FormState } from '../request/form-state'
import { createTranslation } from './mutations'
import { postTranslationInput } from './schema'

/** Translates a post without JavaScript: the page is rendered again with the translation in the card. */
export async function translatePostAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'translate',
    schema: postTranslationInput,
    limit: 'translate',
    async run(viewer, input) {
      return { translation: { post: input.post, ...(await createTranslation(viewer, input)) } }
    },
  })
}
