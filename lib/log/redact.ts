import { env } from '../env'

const redacted = '[redacted]'

/** A JSON member with a secret value: a string, or a list such as that of Set-Cookie. */
const secretMember =
  /("[^"\\]{0,60}(?:password|passwd|secret|token|cookie|authorization|credential|api_?key)[^"\\]{0,60}":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi

/** Secrets inside of texts, such as URLs and messages of drivers. The first group stays. */
const secretTexts = [
  /(\/(?:reset-password|verify-email|undo-email-change)\/)[\w%.~+=-]+/g,
  /(?<![a-z\d+.-])([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/@"'\\]+@/gi,
  /(\b(?:Bearer|Basic)\s+)[\w+/.~=-]+/gi,
  /((?:roost\.session|authjs\.[\w.-]+)=)[^;\s"\\]+/gi,
  /([?&](?:token|code|state|password|secret|key)=)[^&\s"'\\]+/gi,
  /(whsec_)[\w+/=]{8,}/g,
  /(roost_(?:(?:code|refresh|secret)_)?)[0-9a-f]{64}/g,
  /(\/unsubscribe\/)[\w%.~+=-]+/g,
  // PostgreSQL quotes the value of a parameter that it cannot convert.
  /((?:invalid input (?:syntax|value) for [^:"]+: |\bvalue )\\?")(?:[^"\\]|\\[^"])+/g,
]

/** Values of settings shorter than this could be parts of ordinary words. */
const minLength = 6

/** Names of headers whose values are secret. Other values, such as `production`, are words that logs contain. */
const secretHeaderName = /auth|key|token|secret|cookie/i

const secretSettings = findSecretSettings()

/**
 * Removes secrets from a text: from a log line (JSON), or from a mail about errors. They should not be there in the first
 * place; this is defence in depth (ASVS 16.2.5).
 */
export function redactSecrets(text: string): string {
  let result = text.replace(secretMember, `$1"${redacted}"`)
  for (const pattern of secretTexts) result = result.replace(pattern, `$1${redacted}`)
  for (const secret of secretSettings) result = result.replaceAll(secret, redacted)
  return result
}

function findSecretSettings(): string[] {
  const passwords = [env.DATABASE_URL, env.SMTP_URL, env.REDIS_URL].flatMap((url) => {
    const password = url && URL.canParse(url) ? new URL(url).password : ''
    return [password, decode(password)]
  })
  const values = [
    env.AUTH_SECRET,
    env.CRON_SECRET,
    env.METRICS_TOKEN,
    env.AUTH_GITHUB_SECRET,
    env.AUTH_GOOGLE_SECRET,
    env.MAIL_PASSWORD,
    env.S3_SECRET_ACCESS_KEY,
    env.TRANSLATE_KEY,
    ...secretHeaders(env.OTEL_EXPORTER_OTLP_HEADERS),
    ...secretHeaders(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
    ...passwords,
  ]
  return [...new Set(values)].filter((value) => value !== undefined && value.length >= minLength) as string[]
}

/**
 * The secret values in a list such as `api-key=…,x-dataset=production` (OTEL_EXPORTER_OTLP_HEADERS), as they are set and as
 * the SDK sends them: it decodes names and values, which end at a semicolon (W3C Baggage).
 */
function secretHeaders(list = ''): string[] {
  return list.split(',').flatMap((entry) => {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(entry) ?? []
    if (!secretHeaderName.test(decode(name))) return []
    return [value.trim(), decode(value.trim())]
  })
}

/** Without percent-encoding; a malformed text is unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
