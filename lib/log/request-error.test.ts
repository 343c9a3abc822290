import { expect, onTestFinished, test, vi } from 'vitest'
import { log } from './log'
import { logRequestError } from './request-error'

function idInLog(headers: Record<string, string>): unknown {
  const error = vi.spyOn(log, 'error')
  onTestFinished(() => error.mockRestore())
  const context = { routePath: '/explore', routeType: 'render', routerKind: 'App Router' } as const
  const request = { path: '/explore?q=x', method: 'GET', headers }
  logRequestError(new Error('broken'), request, context as Parameters<typeof logRequestError>[2])
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ event: 'request.failed', path: '/explore' }),
    expect.any(String),
  )
  const [fields] = error.mock.calls[0] ?? []
  return (fields as { requestId?: string } | undefined)?.requestId
}

test.each([
  [{ 'x-vercel-id': 'fra1::abcde-1' }, 'fra1::abcde-1'],
  [{ 'x-amzn-trace-id': 'Root=1-2-3' }, 'Root=1-2-3'],
  [{}, undefined],
])('an error in a request with %j is logged with the id %s', (headers, id) => {
  expect(idInLog(headers as Record<string, string>)).toBe(id)
})
