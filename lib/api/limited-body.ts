import { NextRequest } from 'next/server'
import { HttpRefusal } from './rest/errors'
import { readBytes } from './rest/json-body'

/**
 * Passes a request on to a handler of a library, which reads bodies of any size.
 * @param maxBytes of the body
 * @returns the response of the handler; 413 without calling it for a larger body
 */
export async function withLimitedBody(
  request: NextRequest,
  maxBytes: number,
  handle: (request: NextRequest) => Promise<Response>,
): Promise<Response> {
  try {
    const { url, method, headers } = request
    const body = await readBytes(request, maxBytes)
    return await handle(new NextRequest(url, { method, headers, body: body as BodyInit }))
  } catch (error) {
    if (!(error instanceof HttpRefusal)) throw error
    return Response.json({ error: error.message }, { status: error.status })
  }
}
