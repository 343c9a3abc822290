import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * The response of the server: a translation; one that is sent when `release` is called; an error status; JSON or text
 * that is not a translation; a redirect; or none.
 */
export type Behaviour =
  | 'translate'
  | 'hold'
  | 'error'
  | 'other-json'
  | 'garbage'
  | 'redirect'
  | 'endless'
  | 'close'

type Received = { path: string; headers: IncomingHttpHeaders; body: unknown }

export type TranslationServer = {
  url: string
  /** The requests so far. */
  received: Received[]
  behave: (behaviour: Behaviour) => void
  /** Responds to the requests that it holds. */
  release: () => void
  stop: () => void
}

/**
 * A server with the protocols of LibreTranslate, DeepL (`/v2/translate`) and Azure (`?api-version`). It answers a text with
 * its languages and the text in capitals.
 */
export async function startTranslationServer(): Promise<TranslationServer> {
  const received: Received[] = []
  const held: (() => void)[] = []
  let behaviour: Behaviour = 'translate'
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    // A client that ends the connection early, for example after a timeout, has sent no request.
    const json = await text(request).catch(() => null)
    if (json === null) return
    const body: unknown = JSON.parse(json)
    received.push({ path, headers: request.headers, body })
    const translate = () => sendJson(response, answerTo(path, body))
    if (behaviour === 'translate') translate()
    if (behaviour === 'hold') held.push(translate)
    if (behaviour === 'error') sendJson(response, { error: 'Slowdown: the key is wrong' }, 500)
    if (behaviour === 'other-json') sendJson(response, { translatedText: 42, translations: [] })
    if (behaviour === 'garbage') response.end('<html>not JSON')
    if (behaviour === 'redirect') response.writeHead(307, { Location: '/translate?api-version=other' }).end()
    if (behaviour === 'endless') response.end(JSON.stringify({ translatedText: 'x'.repeat(2_000_000) }))
    if (behaviour === 'close') request.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave: (next) => {
      behaviour = next
    },
    release: () => {
      for (const answer of held.splice(0)) answer()
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** The response in the format of the service that the path belongs to. */
function answerTo(path: string, body: unknown): unknown {
  if (path.startsWith('/v2/translate')) {
    const { text, source_lang, target_lang } = body as {
      text: string[]
      source_lang: string
      target_lang: string
    }
    return { translations: text.map((one) => ({ text: translationOf(one, source_lang, target_lang) })) }
  }
  if (path.includes('api-version=')) {
    const query = new URL(path, 'http://localhost').searchParams
    const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
    return (body as { Text: string }[]).map(({ Text }) => ({
      translations: [{ text: translationOf(Text, from, to), to }],
    }))
  }
  const { q, source, target } = body as { q: string; source: string; target: string }
  return { translatedText: translationOf(q, source, target) }
}

const translationOf = (text: string, from: string, to: string) => `${from}>${to}: ${text.toUpperCase()}`
