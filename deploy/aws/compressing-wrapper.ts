import { Writable } from 'node:stream'
import { arrayBuffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** What the wrapper uses of OpenNext's types. Names of headers are in lower case. */
type Request = { headers: Record<string, string> }
type Result = {
  headers: Record<string, string | string[]>
  body: ReadableStream
  isBase64Encoded: boolean
}
type Converter = {
  convertFrom: (event: unknown) => Promise<Request>
  convertTo: (result: Result, event: unknown) => Promise<unknown>
}
type Handler = (request: Request, options: { streamCreator: object }) => Promise<Result>

/** Bytes below which a body is not compressed: compression would save less than a packet. */
const uncompressed = 1000

/** Content types that are compressed already. */
const compressedType = /^(?:image\/(?!svg)|application\/(?:zip|gzip))/

const brotli = promisify(brotliCompress)
const encoders = {
  br: (body: Buffer) => brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
}

/**
 * The entry of the Lambda function. Replaces `aws-lambda-compressed` of OpenNext 4.1.16, which keeps the `Content-Length`
 * of the uncompressed body, so that clients refuse the response of Next to a form of an older build.
 * @see https://opennext.js.org/aws/config/custom_overrides
 */
export const compressingWrapper = {
  name: 'roost-compressing',
  supportStreaming: false,
  wrapper: async (handler: Handler, converter: Converter) => async (event: object) => {
    const request = await converter.convertFrom(event)
    const result = await handler(request, { streamCreator: { writeHeaders: discard } })
    return converter.convertTo(await compress(result, request.headers['accept-encoding']), event)
  },
}

/** OpenNext writes the body to this stream as well as into the result, and needs it to be read. */
const discard = () => new Writable({ write: (_chunk, _encoding, callback) => callback() })

/**
 * Compresses a body with Brotli or gzip when the client accepts one of them.
 * @param accepted the `Accept-Encoding` of the request
 * @returns the result with the `Content-Length` of its body
 */
export async function compress(result: Result, accepted = ''): Promise<Result> {
  const { headers } = result
  const body = Buffer.from(await arrayBuffer(result.body))
  const encoding = (['br', 'gzip'] as const).find((name) => isAccepted(name, accepted))
  const isFinal =
    body.length <= uncompressed ||
    headers['content-encoding'] !== undefined ||
    compressedType.test(String(headers['content-type'] ?? ''))
  if (!encoding || isFinal) return withBody(result, body, {})
  return withBody({ ...result, isBase64Encoded: true }, await encoders[encoding](body), {
    'content-encoding': encoding,
    vary: [headers.vary ?? [], 'accept-encoding'].flat().join(', '),
  })
}

/** A quality of 0 refuses an encoding (RFC 9110 §12.5.3). */
const isAccepted = (name: string, accepted: string) =>
  new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:\\s|,|$))`, 'i').test(accepted)

/** An empty body keeps its Content-Length: for HEAD it is the size of the document. */
function withBody(result: Result, body: Buffer, headers: Result['headers']): Result {
  const length = body.length > 0 &&
    'content-length' in result.headers && { 'content-length': String(body.length) }
  return {
    ...result,
    headers: { ...result.headers, ...headers, ...length },
    body: new Blob([new Uint8Array(body)]).stream() as ReadableStream,
  }
}
