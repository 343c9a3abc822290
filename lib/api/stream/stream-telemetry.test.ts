import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { LiveToken } from '../../api-tokens/queries'
import { publish } from '../../events/events'
import { postKey } from '../../http/changes.mjs'
import { setTelemetry, type Telemetry } from '../../telemetry/current'
import { aViewer } from '../../testing/factories'
import { streamHub } from './stream-hub'

test('timers of streams start outside of the trace of a request, which they outlive', async () => {
  const trace = new AsyncLocalStorage<string>()
  const telemetry: Telemetry = {
    handleRequest: (_, __, ___, handle) => void handle(),
    runUnrecorded: (run) => trace.run('none', run),
    runJob: (_, __, run) => run(),
    runStatement: (_, __, run) => run(),
    flush: async () => {},
  }
  setTelemetry(telemetry)
  onTestFinished(() => {
    streamHub().endAll()
    setTelemetry(undefined)
  })
  const timers: [milliseconds: number | undefined, trace: string | undefined][] = []
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const start = globalThis[name]
    vi.spyOn(globalThis, name).mockImplementation(((run: () => void, delay?: number) => {
      timers.push([delay, trace.getStore()])
      return start(run, delay)
    }) as never)
  }
  const viewer = await aViewer()
  const expiresAt = new Date(Date.now() + 2 ** 40)
  trace.run('request', () => {
    const token: LiveToken = { viewer, id: 1, kind: 'personal', scopes: [], lastUsedAt: null, expiresAt }
    streamHub().open(viewer, null, token)
    publish({ type: 'changed', keys: [postKey(1)] })
  })
  const intervals = [500, 5000, 25_000, 2 ** 31 - 1]
  const started = timers.filter(([delay]) => intervals.includes(delay ?? 0))
  expect(started.sort(([a = 0], [b = 0]) => a - b)).toEqual(intervals.map((delay) => [delay, 'none']))
})
