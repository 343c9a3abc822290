/** A text to translate. */
export type TranslationRequest = {
  text: string
  /** The language of the text, as a code of ISO 639-1. */
  from: string
  /** The language of the translation, with or without a region. */
  to: string
  /** Milliseconds. */
  timeout: number
}

/** A translation service. */
export interface Translator {
  /** @throws ServiceError or an error of fetch */
  translate(request: TranslationRequest): Promise<string>
}

export type TranslatorOptions = { url: string; key?: string | undefined; region?: string | undefined }

/** The code of a language in a service, where it differs from ours. */
export function mapLanguage(code: string, names: Record<string, string>): string {
  return names[code] ?? code
}
