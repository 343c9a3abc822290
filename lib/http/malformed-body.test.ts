import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isMalformedBody } from './malformed-body'

/** The response after an error, as scripts/error-pages.mjs reads it. */
function responseAfter(error: unknown) {
  const storage = new AsyncLocalStorage()
  const globals = globalThis as { roostResponse?: unknown }
  globals.roostResponse = storage
  onTestFinished(() => {
    globals.roostResponse = undefined
  })
  const response = {}
  const isMalformed = storage.run(response, () => isMalformedBody(error))
  return { isMalformed, response }
}

test('recognises the parser error for a malformed form', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const request = new Request('http://localhost', { method: 'POST', headers, body: 'no form' })
  const error = await request.formData().catch((reason) => reason)
  expect(responseAfter(error)).toEqual({ isMalformed: true, response: { isMalformed: true } })
})

test.each([
  'Unexpected end of form',
  'Malformed part header',
  'Multipart: Boundary not found',
  'Connection closed.',
  'Body exceeded 6mb limit.\nTo configure the body size limit, see: …',
])('recognises "%s"', (message) => {
  expect(responseAfter(new Error(message)).isMalformed).toBe(true)
})

/** The parser of Next for arguments of actions, from the file that the server runs, whose name is in its errors. */
function loadActionParser(): (body: FormData) => Promise<unknown> {
  // The server defines it, too.
  vi.stubGlobal('AsyncLocalStorage', AsyncLocalStorage)
  vi.stubEnv('NODE_ENV', 'production')
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
  })
  const file = 'next/dist/compiled/next-server/app-page-turbo.runtime.prod.js'
  const { decodeReply } = createRequire(import.meta.url)(file).vendored['react-rsc']
    .ReactServerDOMTurbopackServer
  return async (body) => decodeReply(body, {})
}

test.each([
  ['JSON that does not end', '['],
  ['a reference to JSON that does not end', '["$Q1"]'],
  ['a reference to a file that is no file', '["$B1"]'],
])('recognises arguments of an action with %s', async (_, json) => {
  const parse = loadActionParser()
  const body = new FormData()
  body.set('0', json)
  body.set('1', '[')
  const error = await parse(body).catch((reason) => reason)
  expect(error).toBeInstanceOf(Error)
  expect(responseAfter(error)).toEqual({ isMalformed: true, response: { isMalformed: true } })
})

test('leaves JSON that our own code parses to the log', () => {
  let error: unknown
  try {
    JSON.parse('[')
  } catch (reason) {
    error = reason
  }
  expect(error).toBeInstanceOf(SyntaxError)
  expect(responseAfter(error)).toEqual({ isMalformed: false, response: {} })
})

test('leaves other errors to the log', () => {
  expect(responseAfter(new TypeError('undefined is not iterable'))).toEqual({
    isMalformed: false,
    response: {},
  })
  expect(responseAfter('Connection closed.')).toEqual({ isMalformed: false, response: {} })
})
