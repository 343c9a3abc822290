import { baseLanguage } from '../text/languages'
import { z } from '../zod'
import { joinUrl, postJson, ServiceError } from './post-json'
import { mapLanguage, type Translator, type TranslatorOptions } from './translator'

const answer = z.object({ translations: z.tuple([z.object({ text: z.string() })]) })

const sources = { no: 'nb' }
/** Target languages that need a variant. */
const targets = { no: 'nb', en: 'en-US', pt: 'pt-PT', zh: 'zh-Hans' }
const variants = ['en-GB', 'pt-BR']

/** DeepL (https://developers.deepl.com/docs/api-reference/translate). Keys of the free plan end with `:fx`. */
export function deepl({ url, key = '' }: TranslatorOptions): Translator {
  return {
    async translate({ text, from, to, timeout }) {
      const target = variants.includes(to) ? to : mapLanguage(baseLanguage(to), targets)
      const json = await postJson({
        url: joinUrl(url, '/v2/translate'),
        headers: { Authorization: `DeepL-Auth-Key ${key}` },
        body: {
          text: [text],
          source_lang: mapLanguage(baseLanguage(from), sources).toUpperCase(),
          target_lang: target.toUpperCase(),
        },
        timeout,
      })
      const parsed = answer.safeParse(json)
      if (!parsed.success) throw new ServiceError('answer without a translation')
      return parsed.data.translations[0].text
    },
  }
}

/** The address of DeepL for a key. */
export function deeplUrl(key: string): string {
  return key.endsWith(':fx') ? 'https://api-free.deepl.com' : 'https://api.deepl.com'
}
