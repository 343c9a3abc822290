import { RateLimiterMemory } from 'rate-limiter-flexible'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '../env'
import type { ErrorEntry } from '../log/log'
import { serializeError } from '../log/serialize-error'
import { collectErrors, sendErrorMail, startErrorMail } from './error-mail'
import { mailer } from './mail'
import type { Mail } from './message'

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

type Sent = Omit<Mail, 'to'>

const newLimiter = () => new RateLimiterMemory({ points: 1, duration: 5 * 60 })

/** A process that mails its errors. */
function startProcess(limiter = newLimiter()) {
  const mails: Sent[] = []
  const report = collectErrors(limiter, async (mail) => {
    mails.push(mail)
  })
  return { mails, report }
}

function failAt(place: string, message = 'it broke', requestId: string | null = null): ErrorEntry {
  const error = new TypeError(message)
  error.stack = `TypeError: ${message}\n    at node:internal/timers:1:1\n    at load (.next/server/${place}.js:1:2)`
  return { event: 'request.failed', message: 'a request failed', error: serializeError(error), requestId }
}

describe('mail about errors [ERR-05]', () => {
  test('contains the message, the stack and the id of the request', async () => {
    const { mails, report } = startProcess()
    report(failAt('explore', 'cannot read x', 'req-12345'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toBe('[Roost] TypeError: cannot read x')
    expect(mails[0]?.text).toContain('Requests: req-12345')
    expect(mails[0]?.text).toContain('at load (.next/server/explore.js:1:2)')
  })

  test('sends at most two mails for 10,000 identical errors in ten minutes', async () => {
    const { mails, report } = startProcess()
    for (let turn = 0; turn < 100; turn += 1) {
      for (let count = 0; count < 100; count += 1) report(failAt('explore', `post ${turn * 100 + count}`))
      await vi.advanceTimersByTimeAsync(1000)
    }
    await vi.advanceTimersByTimeAsync(10 * minute - 100 * 1000 - 1)
    expect(mails).toHaveLength(2)
    const counts = mails.map(({ subject }) => Number(/\((\d+) errors\)/.exec(subject)?.[1]))
    expect(counts.reduce((sum, count) => sum + count)).toBe(10_000)
    expect(mails[1]?.text.match(/ × TypeError/g)).toHaveLength(1)
  })

  test('different errors share a mail, each with its number', async () => {
    const { mails, report } = startProcess()
    report(failAt('explore'))
    report(failAt('home'))
    report(failAt('home'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toBe('[Roost] TypeError: it broke (3 errors)')
    expect(mails[0]?.text).toMatch(/2 × [\s\S]*home\.js[\s\S]*1 × [\s\S]*explore\.js/)
  })

  test('limits the size of a mail about 5,000 distinct errors', async () => {
    const { mails, report } = startProcess()
    for (let count = 0; count < 5000; count += 1) report(failAt(`page-${count}`, 'x'.repeat(10_000)))
    await vi.advanceTimersByTimeAsync(1000)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toContain('(5000 errors)')
    expect(mails[0]?.text.length).toBeLessThan(100_000)
  })

  test('processes with a common limit send two mails in ten minutes together', async () => {
    const limiter = newLimiter()
    const processes = [startProcess(limiter), startProcess(limiter), startProcess(limiter)]
    for (let second = 0; second < 599; second += 1) {
      for (const { report } of processes) report(failAt('explore'))
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(processes.flatMap(({ mails }) => mails)).toHaveLength(2)
  })

  test('contains no secrets', async () => {
    const { mails, report } = startProcess()
    report(failAt('reset', `GET /reset-password/S3cr3t-token failed: ${env.AUTH_SECRET}`))
    await vi.advanceTimersByTimeAsync(1000)
    expect(`${mails[0]?.subject} ${mails[0]?.text}`).not.toContain('S3cr3t-token')
    expect(`${mails[0]?.subject} ${mails[0]?.text}`).not.toContain(env.AUTH_SECRET)
  })

  test('waits while the store of the limit does not respond', async () => {
    const consume = vi.fn().mockRejectedValueOnce(new Error('no store')).mockResolvedValue({})
    const mails: Sent[] = []
    collectErrors({ consume }, async (mail) => void mails.push(mail))(failAt('explore'))
    await vi.advanceTimersByTimeAsync(minute)
    expect(mails).toEqual([])
    await vi.advanceTimersByTimeAsync(5 * minute)
    expect(mails).toHaveLength(1)
  })

  test('is sent to every admin, also if the mail server rejects one', async () => {
    const before = { ...env }
    Object.assign(env, { ADMINS: ['ann@example.com', 'bob@example.com'] })
    const send = vi
      .spyOn(mailer, 'send')
      .mockRejectedValueOnce(new Error('rejected'))
      .mockResolvedValue('250')
    await sendErrorMail({ subject: 's', text: 't' })
    Object.assign(env, before)
    expect(send.mock.calls.map(([{ to }]) => to)).toEqual(['ann@example.com', 'bob@example.com'])
  })

  test.each([
    ['in tests', { NODE_ENV: 'test' }],
    ['in development', { NODE_ENV: 'development' }],
    ['without a mail server', { SMTP_URL: undefined }],
    ['without admins', { ADMINS: [] }],
  ])('is off %s', (_, settings) => {
    const shared = globalThis as { roostErrorListener?: unknown }
    const before = { ...env }
    const complete = { NODE_ENV: 'production', SMTP_URL: 'smtp://mail.example', ADMINS: ['ann@example.com'] }
    Object.assign(env, complete, settings)
    startErrorMail()
    const isOff = shared.roostErrorListener === undefined
    Object.assign(env, complete)
    startErrorMail()
    const isOn = shared.roostErrorListener !== undefined
    Object.assign(env, { SMTP_URL: undefined }, before)
    delete shared.roostErrorListener
    expect({ isOff, isOn }).toEqual({ isOff: true, isOn: true })
  })
})
