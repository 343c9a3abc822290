import { baseLanguage } from '../text/languages'
import { z } from '../zod'
import { joinUrl, postJson, ServiceError } from './post-json'
import { mapLanguage, type Translator, type TranslatorOptions } from './translator'

const answer = z.tuple([z.object({ translations: z.tuple([z.object({ text: z.string() })]) })])

const names = { no: 'nb', sr: 'sr-Cyrl', tl: 'fil', zh: 'zh-Hans' }
const languageOf = (tag: string) => mapLanguage(baseLanguage(tag), names)

export const azureUrl = 'https://api.cognitive.microsofttranslator.com'

/**
 * Azure Translator, version 3.0 (https://learn.microsoft.com/azure/ai-services/translator/reference/v3-0-translate). A
 * resource of one region needs the name of the region.
 */
export function azure({ url, key = '', region }: TranslatorOptions): Translator {
  return {
    async translate({ text, from, to, timeout }) {
      const query = new URLSearchParams({
        'api-version': '3.0',
        from: languageOf(from),
        to: languageOf(to),
        textType: 'plain',
      })
      const json = await postJson({
        url: joinUrl(url, `/translate?${query}`),
        headers: {
          'Ocp-Apim-Subscription-Key': key,
          ...(region && { 'Ocp-Apim-Subscription-Region': region }),
        },
        body: [{ Text: text }],
        timeout,
      })
      const parsed = answer.safeParse(json)
      if (!parsed.success) throw new ServiceError('answer without a translation')
      return parsed.data[0].translations[0].text
    },
  }
}
