import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, onTestFinished, test } from 'vitest'
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

test('recognises the error of the parser for a form that is no form', async () => {
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
])('recognises "%s"', (message) => {
  expect(responseAfter(new Error(message)).isMalformed).toBe(true)
})

test('leaves other errors to the log', () => {
  expect(responseAfter(new TypeError('undefined is not iterable'))).toEqual({
    isMalformed: false,
    response: {},
  })
  expect(responseAfter('Connection closed.')).toEqual({ isMalformed: false, response: {} })
})
