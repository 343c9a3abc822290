import { env } from '../env'
import { AppError, type ErrorCode } from '../errors'
import { isCrossOrigin } from '../http/origin'
import type { Locale } from '../i18n/locales'
import { translationErrorTexts } from '../i18n/texts'
import { retryHeaders } from '../rate-limit/headers'
import { spend } from '../rate-limit/rate-limit'
import type { TranslationResult } from '../translate/translate'
import { createTranslation } from '../translations/mutations'
import { type TranslationInput, translationInput } from '../translations/schema'
import type { Viewer } from '../viewer'

type RefusalCode = ErrorCode | Extract<TranslationResult, { ok: false }>['code']

/** The largest body: 10,000 code points in JSON, all of them escaped. */
const maxBytes = 128 * 1024

/** Statuses by code; `off` and `failed` concern the translation service. */
const statuses: Partial<Record<RefusalCode, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'rate-limited': 429,
  off: 503,
  failed: 503,
}

const responseHeaders = { 'Cache-Control': 'private, no-store' }

/**
 * Responds to POST /translate with `{text, source_language, dest_language}` or `{post, dest_language}`.
 * @param locale the language of error texts
 * @returns JSON with `text`; else with `error`, a code, and `message`: 400 for an invalid text or language, 401 for
 *   guests, 403 for other sites, 404 for a post that the viewer may not see, 429 beyond the rate limit, 503 without a
 *   translation
 */
export async function handleTranslation(
  viewer: Viewer | null,
  request: Request,
  locale: Locale,
): Promise<Response> {
  try {
    const result = await readAndTranslate(viewer, request)
    if (result.ok) return Response.json({ text: result.text }, { headers: responseHeaders })
    return await refuse(result.code, locale)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return refuse(error.code, locale, retryHeaders(error))
  }
}

async function readAndTranslate(viewer: Viewer | null, request: Request): Promise<TranslationResult> {
  if (isCrossOrigin(request)) throw new AppError('forbidden', 'translation for another site')
  if (!viewer) throw new AppError('unauthenticated', 'translation')
  await spend('translate', String(viewer.id))
  return createTranslation(viewer, await readInput(request))
}

async function readInput(request: Request): Promise<TranslationInput> {
  if (Number(request.headers.get('content-length') ?? maxBytes + 1) > maxBytes)
    throw new AppError('invalid', 'translation of a text without length, or too long')
  const json: unknown = await request.json().catch(() => null)
  const parsed = translationInput(env.POST_MAX_LENGTH).safeParse(json)
  if (!parsed.success) throw new AppError('invalid', 'translation')
  return parsed.data
}

async function refuse(
  code: RefusalCode,
  locale: Locale,
  headers: Record<string, string> = {},
): Promise<Response> {
  const texts = await translationErrorTexts(locale)
  return Response.json(
    { error: code, message: texts[code] },
    {
      status: statuses[code] ?? 400,
      headers: { ...responseHeaders, ...headers },
    },
  )
}
