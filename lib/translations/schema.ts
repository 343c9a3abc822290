import { isLocale } from '../i18n/locales'
import { postBody, postId } from '../posts/schema'
import { baseLanguage, isLanguage } from '../text/languages'
import { z } from '../zod'

/** A language that posts can be in. The region of a language of the pages is kept, any other is dropped. */
const language = z
  .string()
  .max(20)
  .transform((tag) => (isLocale(tag) ? tag : baseLanguage(tag)))
  .refine((tag) => isLanguage(baseLanguage(tag)))

/** A post to translate, or a text with its language. */
export function translationInput(max: number) {
  return z.union([
    z.object({ post: postId, dest_language: language }),
    z.object({ text: postBody(max), source_language: language, dest_language: language }),
  ])
}
export type TranslationInput = z.output<ReturnType<typeof translationInput>>

/** The form of the page: a button has the id of its post. */
export const postTranslationInput = z.object({ post: postId.catch(0), dest_language: language })
