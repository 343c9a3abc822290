import { baseLanguage } from '../text/languages'
import { z } from '../zod'
import { joinUrl, postJson, ServiceError } from './post-json'
import { mapLanguage, type Translator, type TranslatorOptions } from './translator'

const answer = z.object({ translatedText: z.string() })

const names = { no: 'nb' }
const languageOf = (tag: string) => mapLanguage(baseLanguage(tag), names)

/** A server with the API of LibreTranslate (https://docs.libretranslate.com/api/operations/translate/). */
export function libreTranslate({ url, key }: TranslatorOptions): Translator {
  return {
    async translate({ text, from, to, timeout }) {
      const json = await postJson({
        url: joinUrl(url, '/translate'),
        body: {
          q: text,
          source: languageOf(from),
          target: languageOf(to),
          format: 'text',
          ...(key && { api_key: key }),
        },
        timeout,
      })
      const parsed = answer.safeParse(json)
      if (!parsed.success) throw new ServiceError('answer without a translation')
      return parsed.data.translatedText
    },
  }
}
