// Answers requests as the edge of Vercel does: files first, then functions, by the routes of the build.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { request as send } from 'node:http'
import { extname, join } from 'node:path'
import { contentTypes } from './content-types.mjs'
import { decodePath } from './decode-path.mjs'
import { readBody } from './request-body.mjs'
import { createRouter } from './vercel-routes.mjs'

/** Bytes of a request that Vercel passes to a function. */
const maxBody = 4.5 * 1024 * 1024

/**
 * @param {string} output the directory .vercel/output
 * @param {(path: string) => FunctionPool} poolAt the processes of the function of a path
 * @returns {import('node:http').RequestListener}
 * @typedef {import('./function-pool.mjs').FunctionPool} FunctionPool
 */
export function createVercelFront(output, poolAt) {
  const config = JSON.parse(readFileSync(join(output, 'config.json'), 'utf8'))
  const pathsOfOverrides = new Map(
    Object.entries(config.overrides ?? {}).map(([file, { path }]) => [`/${path ?? file}`, file]),
  )
  const staticFile = (path) => join(output, 'static', pathsOfOverrides.get(path) ?? path)
  const nameOf = (path) => (path === '/' ? '/index' : path.replace(/\/$/, ''))

  function find(path) {
    if (path.includes('\0') || path.split('/').includes('..')) return null
    const file = staticFile(path)
    if (existsSync(file) && statSync(file).isFile()) return 'file'
    return existsSync(join(output, 'functions', `${nameOf(path)}.func`)) ? 'function' : null
  }

  const runMiddleware = (name, { url, method, headers }) =>
    poolAt(name).run(async (port) => {
      const values = { ...Object.fromEntries(headers), 'x-harness-url': url }
      const { statusCode, rawHeaders, body } = await callFunction(port, {
        method,
        path: '/',
        headers: values,
      })
      const chunks = []
      for await (const chunk of body) chunks.push(chunk)
      const pairs = []
      for (let at = 0; at < rawHeaders.length; at += 2) pairs.push([rawHeaders[at], rawHeaders[at + 1]])
      const hasBody = ![101, 204, 205, 304].includes(statusCode)
      const response = new Response(hasBody ? Buffer.concat(chunks) : null, {
        status: statusCode,
        headers: pairs,
      })
      return response
    })

  const route = createRouter(config, find, runMiddleware)

  return async function respond(request, response) {
    try {
      const body = await readBody(request, maxBody)
      if (body === null) return refuse(response, 413, 'FUNCTION_PAYLOAD_TOO_LARGE')
      const headers = clientHeaders(request)
      const url = `http://${request.headers.host}${request.url}`
      const state = await route({ method: request.method, url, headers })
      await deliver(state, request, body, response)
    } catch (error) {
      console.error(error)
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'FUNCTION_INVOCATION_FAILED')
    }
  }

  async function deliver(state, request, body, response) {
    const { target } = state
    if (target.kind === 'response') return sendResponse(target.response, state, response)
    if (target.kind === 'redirect') return finish(response, state.status ?? 308, state)
    if (target.kind === 'none') return refuse(response, state.status, 'NOT_FOUND')
    if (target.kind === 'file') return sendFile(decodePath(target.path), state, response)
    await poolAt(nameOf(decodePath(target.path))).run(async (port) => {
      const headers = { ...Object.fromEntries(state.requestHeaders), 'content-length': String(body.length) }
      const { method } = request
      if (method === 'GET' || method === 'HEAD') delete headers['content-length']
      const answer = await callFunction(port, { method, path: target.url, headers }, body)
      const own = new Headers(toPairs(answer.rawHeaders))
      const status = state.status && answer.statusCode === 200 ? state.status : answer.statusCode
      finish(response, status, state, own, false)
      for await (const chunk of answer.body) if (!response.write(chunk)) await drained(response)
      response.end()
    })
  }

  async function sendResponse(answer, state, response) {
    finish(response, answer.status, state, answer.headers, false)
    response.end(Buffer.from(await answer.arrayBuffer()))
  }

  function sendFile(path, state, response) {
    const file = staticFile(path)
    const type = config.overrides?.[pathsOfOverrides.get(path)]?.contentType ?? contentTypes[extname(file)]
    const own = new Headers({ 'cache-control': 'public, max-age=0, must-revalidate' })
    if (type) own.set('content-type', type)
    for (const [name] of state.headers) own.delete(name)
    finish(response, state.status ?? 200, state, own, false)
    response.end(response.req.method === 'HEAD' ? undefined : readFileSync(file))
  }
}

/** Headers of routes, overridden by those of the function, overridden by those of middleware. */
function finish(response, status, { headers, middlewareHeaders }, own = new Headers(), end = true) {
  const all = new Headers(headers)
  const cookies = [...own.getSetCookie(), ...middlewareHeaders.getSetCookie()]
  for (const source of [own, middlewareHeaders]) for (const [name, value] of source) all.set(name, value)
  for (const name of ['set-cookie', 'connection', 'keep-alive', 'transfer-encoding']) all.delete(name)
  response.writeHead(status, [...all, ...cookies.map((cookie) => ['set-cookie', cookie])].flat())
  if (end) response.end()
}

/** Vercel replaces the headers in which a client could claim another address, host or scheme. */
function clientHeaders(request) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
  const address = request.socket.remoteAddress.replace(/^::ffff:/, '')
  headers.set('x-forwarded-for', address)
  headers.set('x-real-ip', address)
  headers.set('x-forwarded-host', request.headers.host)
  headers.set('x-forwarded-proto', 'http')
  headers.set('x-vercel-id', `local::${crypto.randomUUID().slice(0, 13)}`)
  for (const name of ['connection', 'transfer-encoding', 'expect', 'forwarded']) headers.delete(name)
  return headers
}

function callFunction(port, { method, path, headers }, body) {
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) =>
      resolve({ statusCode: incoming.statusCode, rawHeaders: incoming.rawHeaders, body: incoming }),
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

function toPairs(raw) {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[at * 2], raw[at * 2 + 1]])
}

const drained = (response) =>
  new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })

function refuse(response, status, code) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-vercel-error': code })
  response.end(`${code}\n`)
}
