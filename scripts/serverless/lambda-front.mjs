// Answers requests as CloudFront, S3 and API Gateway do for an application that OpenNext has built.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { request as send } from 'node:http'
import { extname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import { contentTypes } from './content-types.mjs'
import { decodePath } from './decode-path.mjs'
import { readBody } from './request-body.mjs'

/** Bytes of an event and of a result that Lambda accepts. */
const maxPayload = 6 * 1024 * 1024

/**
 * @param {object} options
 * @param {string} options.assets the directory of the files that are in S3
 * @param {string[]} options.patterns of the paths that CloudFront takes from there
 * @param {import('./function-pool.mjs').FunctionPool} options.pool the function that answers everything else
 * @returns {import('node:http').RequestListener}
 */
export function createLambdaFront({ assets, patterns, pool }) {
  const rules = patterns.map(patternToRegExp)

  return async function respond(request, response) {
    try {
      const path = decodePath(request.url.split('?')[0])
      if (rules.some((rule) => rule.test(path.slice(1)))) {
        if (path.split('/').includes('..')) return refuse(response, 400, 'Bad Request')
        return sendAsset(join(assets, path), path, request, response)
      }
      const body = await readBody(request, maxPayload * 0.75)
      if (body === null) return refuse(response, 413, 'Request Too Long')
      await invoke(request, body, response)
    } catch (error) {
      console.error(error)
      if (response.headersSent) response.destroy()
      else refuse(response, 502, 'Internal Server Error')
    }
  }

  async function invoke(request, body, response) {
    // Before the request waits for a process: the socket of a client that has disconnected has no address.
    const event = toEvent(request, body)
    const result = await pool.run((port) => call(port, event))
    if (!result || Buffer.byteLength(JSON.stringify(result)) > maxPayload)
      return refuse(response, 500, 'Internal Server Error')
    const { statusCode, headers, cookies = [], isBase64Encoded } = result
    const names = Object.entries({ ...siteHeaders, ...headers }).filter(
      ([name]) => !/^(?:connection|transfer-encoding)$/i.test(name),
    )
    const content = Buffer.from(result.body ?? '', isBase64Encoded ? 'base64' : 'utf8')
    response.writeHead(statusCode, [...names, ...cookies.map((cookie) => ['set-cookie', cookie])].flat())
    response.end(request.method === 'HEAD' ? undefined : content)
  }
}

function sendAsset(file, path, { method }, response) {
  const policy = path === '/service-worker.js' ? `${closedPolicy}; connect-src 'self'` : closedPolicy
  const headers = { ...siteHeaders, 'content-security-policy': policy }
  if (!existsSync(file) || !statSync(file).isFile()) return refuse(response, 404, 'NoSuchKey', headers)
  response.writeHead(200, {
    ...headers,
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/_next/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=3600',
  })
  response.end(method === 'HEAD' ? undefined : readFileSync(file))
}

const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Those that deploy/aws/site.yaml adds: files and redirects of proxy.ts come without the headers of next.config.js. */
const siteHeaders = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
}

/** The server of CloudFront that sends requests to API Gateway. */
const edgeAddress = '192.0.2.1'

/** The event of an HTTP API in payload format 2.0. CloudFront and API Gateway each add the address of their client. */
export function toEvent({ method, url, headers, socket }, body) {
  const [rawPath, rawQueryString = ''] = url.split('?')
  const { cookie, ...others } = headers
  const address = socket.remoteAddress.replace(/^::ffff:/, '')
  const chain = [others['x-forwarded-for'], address, edgeAddress].filter(Boolean).join(', ')
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookie && { cookies: cookie.split('; ') }),
    headers: {
      ...others,
      'x-forwarded-for': chain,
      'x-forwarded-host': headers.host,
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': `Root=1-${crypto.randomUUID()}`,
    },
    requestContext: { http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: edgeAddress } },
    body: body.length > 0 ? body.toString('base64') : undefined,
    isBase64Encoded: body.length > 0,
  }
}

function call(port, event) {
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: '127.0.0.1', port, method: 'POST', agent: false }, (incoming) => {
      if (incoming.statusCode === 200) json(incoming).then(resolve, reject)
      else resolve(incoming.resume() && null)
    })
    outgoing.once('error', reject)
    outgoing.end(JSON.stringify(event))
  })
}

/** A path pattern of CloudFront: `*` is any text. */
export function patternToRegExp(pattern) {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`)
}

function refuse(response, status, message, headers = {}) {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' })
  response.end(JSON.stringify({ message }))
}
