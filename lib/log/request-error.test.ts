import { AsyncLocalStorage } from 'node:async_hooks'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { log } from './log'
import { logRequestError } from './request-error'

const context = { routePath: '/explore', routeType: 'render', routerKind: 'App Router' } as const

/** Logs an error of a request, and returns the fields of the entry and its level. */
function logged(error: Error, headers: Record<string, string> = {}) {
  const spies = { error: vi.spyOn(log, 'error'), info: vi.spyOn(log, 'info') }
  onTestFinished(() => {
    for (const spy of Object.values(spies)) spy.mockRestore()
  })
  const request = { path: '/explore?q=x', method: 'GET', headers }
  logRequestError(error, request, context as Parameters<typeof logRequestError>[2])
  return Object.entries(spies).flatMap(([level, { mock }]) =>
    mock.calls.map(([fields]) => ({ level, fields })),
  )
}

test.each([
  [{ 'x-vercel-id': 'fra1::abcde-1' }, 'fra1::abcde-1'],
  [{ 'x-amzn-trace-id': 'Root=1-2-3' }, 'Root=1-2-3'],
  [{}, undefined],
])('an error in a request with %j is logged with the id %s', (headers, id) => {
  const [entry, ...rest] = logged(new Error('broken'), headers as Record<string, string>)
  expect(rest).toEqual([])
  expect(entry).toMatchObject({ level: 'error', fields: { event: 'request.failed', path: '/explore' } })
  expect((entry?.fields as { requestId?: string } | undefined)?.requestId).toBe(id)
})

describe('a connection that is closed while a body is read', () => {
  const aborted = () => Object.assign(new Error('aborted'), { code: 'ECONNRESET' })

  /** Logs the error during a request whose body has not arrived completely. */
  function logDuring(disconnect: boolean) {
    const storage = new AsyncLocalStorage<ServerResponse>()
    const globals = globalThis as { roostResponse?: unknown }
    globals.roostResponse = storage
    onTestFinished(() => {
      globals.roostResponse = undefined
    })
    const request = new IncomingMessage(new Socket())
    if (disconnect) request.destroy()
    return storage.run(new ServerResponse(request), () => logged(aborted()))
  }

  test('is not an error if it is the connection to the client', () => {
    expect(logDuring(true)).toMatchObject([
      { level: 'info', fields: { event: 'request.aborted', path: '/explore' } },
    ])
  })

  test('is an error if it is the connection to another server', () => {
    expect(logDuring(false)).toMatchObject([{ level: 'error', fields: { event: 'request.failed' } }])
  })
})
