import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { findUrlProblem, hostOf } from './outbound-url'
import { isPermittedAddress, type NetworkScope } from './permitted-address'

/**
 * Why there is no response: the URL or an address of its host is not permitted; the name does not resolve; no
 * connection; the certificate or the handshake failed; the connection was closed early; the time was over.
 */
export const requestProblems = ['address', 'name', 'connection', 'tls', 'closed', 'timeout'] as const
export type RequestProblem = (typeof requestProblems)[number]

export class OutboundRequestError extends Error {
  constructor(
    readonly problem: RequestProblem,
    cause?: unknown,
  ) {
    super(problem, { cause })
  }
}

type Address = { address: string; family: number }

type OutboundRequest = {
  url: URL
  headers: Record<string, string>
  body: string
  scope: NetworkScope
  /** Maximum milliseconds from the resolution of the name to the end of the response. */
  timeout: number
  /** Ends the request early, as the end of the time does. */
  signal?: AbortSignal
  /** Resolves a name; the resolver of the system by default. */
  resolve?: (host: string) => Promise<Address[]>
  /** Certificates that are trusted instead of those of Node. */
  ca?: string
}

export type Answer = {
  status: number
  /** The header Retry-After in seconds; null when it is absent or a date. */
  retryAfter: number | null
}

/** Bytes of a response body that are read before the connection is closed. The body is not used. */
const maxBodyBytes = 4096

/**
 * Sends a POST request to a server that a member has chosen (ASVS 1.3.6, 13.2.4, 15.3.2). The name is resolved once. If
 * all addresses are permitted, the connection uses one of them, which prevents DNS rebinding. The certificate is checked
 * for the name. Redirects are not followed, proxy settings are ignored, and no connection is kept.
 * @throws OutboundRequestError when there is no response
 */
export async function postOutbound(request: OutboundRequest): Promise<Answer> {
  const { url, scope, timeout, resolve = resolveHost } = request
  if (findUrlProblem(url, scope)) throw new OutboundRequestError('address')
  const limit = AbortSignal.timeout(timeout)
  const signal = request.signal ? AbortSignal.any([limit, request.signal]) : limit
  try {
    const addresses = await orAborted(resolve(hostOf(url)), signal)
    if (addresses.length === 0) throw new OutboundRequestError('name')
    if (!addresses.every(({ address }) => isPermittedAddress(address, scope)))
      throw new OutboundRequestError('address')
    const response = await orAborted(send(request, pinnedTo(addresses), signal), signal)
    await discardBody(response, signal)
    const { statusCode = 0, headers } = response
    const seconds = Number(headers['retry-after'] ?? Number.NaN)
    return { status: statusCode, retryAfter: Number.isInteger(seconds) && seconds >= 0 ? seconds : null }
  } catch (error) {
    if (error instanceof OutboundRequestError) throw error
    throw new OutboundRequestError(problemOf(error), error)
  }
}

const resolveHost = (host: string) => lookup(host, { all: true })

/** Rejects when the signal aborts: a DNS lookup cannot be cancelled. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** A lookup function that returns the checked addresses only (DNS pinning). */
function pinnedTo(addresses: Address[]): LookupFunction {
  return (_, { all }, callback) => {
    if (all) return callback(null, addresses)
    const { address, family } = addresses[0] as Address
    callback(null, address, family)
  }
}

function send(
  { url, headers, body, ca }: OutboundRequest,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isHttps = url.protocol === 'https:'
  const { request, Agent } = isHttps ? https : http
  // A separate agent: the global one may be replaced, or use the proxy of the environment (NODE_USE_ENV_PROXY).
  const agent = new Agent({ keepAlive: false })
  const length = String(Buffer.byteLength(body))
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, lookup, signal, ...(isHttps && ca && { ca }) }
    const outgoing = request(url, { ...options, headers: { ...headers, 'Content-Length': length } })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    // Node emits a response with status 101 as the event `upgrade` instead of `response`.
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy()
      reject(new OutboundRequestError('closed'))
    })
    outgoing.end(body)
  })
}

/**
 * Reads the beginning of a response body and closes the connection. Errors are ignored, because the status is known.
 */
async function discardBody(response: IncomingMessage, signal: AbortSignal): Promise<void> {
  let bytes = 0
  response.on('error', () => {})
  await new Promise<void>((resolve) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes >= maxBodyBytes) resolve()
    })
    response.on('close', resolve)
    response.on('end', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  response.destroy()
}

const problemsByCode: Record<string, RequestProblem> = {
  ...{ ENOTFOUND: 'name', EAI_AGAIN: 'name', EAI_NODATA: 'name', EAI_FAIL: 'name', ENODATA: 'name' },
  ...{ ECONNREFUSED: 'connection', EHOSTUNREACH: 'connection', ENETUNREACH: 'connection' },
  ...{ ETIMEDOUT: 'connection', EADDRNOTAVAIL: 'connection', EACCES: 'connection', EPERM: 'connection' },
  ...{ EPROTO: 'tls', ABORT_ERR: 'timeout' },
}

/** Verification errors of OpenSSL, as Node names them. */
const certificateCode = /CERT|SELF_SIGNED|ISSUER|SSL|TLS|CRL/

function problemOf(error: unknown): RequestProblem {
  const { name, code } = error as { name?: string; code?: unknown }
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
  const text = typeof code === 'string' ? code : ''
  return problemsByCode[text] ?? (certificateCode.test(text) ? 'tls' : 'closed')
}
