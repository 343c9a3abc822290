/** A response of a service that cannot be used. The message never contains a key. */
export class ServiceError extends Error {}

/** Maximum UTF-16 units of a response. A translation of the longest post takes a fraction of this. */
const maxLength = 512 * 1024

type JsonRequest = {
  url: string
  headers?: Record<string, string>
  body: unknown
  /** Maximum milliseconds until the end of the response. */
  timeout: number
}

/**
 * Sends JSON and returns the JSON of the response. Follows no redirect, because the key must not reach another host.
 * @throws ServiceError for an error status, a long response and one that is not JSON; errors of fetch
 */
export async function postJson({ url, headers, body, timeout }: JsonRequest): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeout),
    redirect: 'error',
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new ServiceError(`status ${response.status}`)
  }
  return parseJson(await readText(response))
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true })
    if (text.length <= maxLength) continue
    await reader?.cancel()
    throw new ServiceError('answer too long')
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ServiceError('answer is not JSON')
  }
}

/** The address of a path below a base, which may end with a slash. */
export function joinUrl(base: string, path: string): string {
  return base.replace(/\/+$/, '') + path
}
