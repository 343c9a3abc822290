import { env } from '../env'
import { log } from '../log/log'
import { azure, azureUrl } from './azure'
import { deepl, deeplUrl } from './deepl'
import { libreTranslate } from './libretranslate'
import { ServiceError } from './post-json'
import type { TranslationRequest, Translator } from './translator'

/** Milliseconds until a translation counts as failed. */
const defaultTimeout = 5000

/** A translation, or why there is none: no service is configured, or it failed. */
export type TranslationResult = { ok: true; text: string } | { ok: false; code: 'off' | 'failed' }

/** Whether the settings name a translation service. */
export function isTranslationOn(): boolean {
  return findTranslator() !== null
}

/**
 * Translates a text with the service of the settings.
 * @param timeout milliseconds
 * @returns never throws for a failure of the service, which is logged without the key and the text
 */
export async function translate({
  timeout = defaultTimeout,
  ...request
}: Omit<TranslationRequest, 'timeout'> & { timeout?: number }): Promise<TranslationResult> {
  const translator = findTranslator()
  if (!translator) return { ok: false, code: 'off' }
  try {
    const text = (await translator.translate({ ...request, timeout }))
      .toWellFormed()
      .replaceAll('\0', '')
      .trim()
    if (!text) throw new ServiceError('empty translation')
    return { ok: true, text }
  } catch (error) {
    const { from, to } = request
    log.warn({
      event: 'translate.failed',
      provider: env.TRANSLATE_PROVIDER,
      from,
      to,
      reason: reasonOf(error),
    })
    return { ok: false, code: 'failed' }
  }
}

/** The service of the settings; null when the settings that it needs are incomplete. */
function findTranslator(): Translator | null {
  const {
    TRANSLATE_PROVIDER: provider,
    TRANSLATE_URL: url,
    TRANSLATE_KEY: key,
    TRANSLATE_REGION: region,
  } = env
  if (provider === 'deepl') return key ? deepl({ url: url ?? deeplUrl(key), key }) : null
  if (provider === 'azure') return key ? azure({ url: url ?? azureUrl, key, region }) : null
  return url ? libreTranslate({ url, key }) : null
}

/** The kind of a failure. The text of an error of fetch is not logged: it can quote the address and headers. */
function reasonOf(error: unknown): string {
  if (error instanceof ServiceError) return error.message
  if (!(error instanceof Error)) return 'unknown'
  const { code } = (error.cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
