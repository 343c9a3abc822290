import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { log } from '@/lib/log/log'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { POST } from './route'

beforeEach(resetLimits)
afterEach(() => {
  vi.restoreAllMocks()
})

const report = (address: string) => {
  const body = JSON.stringify({ 'csp-report': { 'violated-directive': 'script-src' } })
  const headers = { 'x-forwarded-for': address, 'content-length': String(body.length) }
  return POST(new Request('http://localhost/api/csp-report', { method: 'POST', body, headers }))
}

/** Sends a report from each address and returns how many were logged. */
async function logged(addresses: string[]): Promise<number> {
  const warn = vi.spyOn(log, 'warn')
  for (const address of addresses) expect((await report(address)).status).toBe(204)
  return warn.mock.calls.filter(([entry]) => (entry as { event?: string }).event === 'csp.violation').length
}

test('rate-limits reports per IPv6 /64, not per address', async () => {
  const addresses = Array.from({ length: 40 }, (_, index) => `2001:db8:1:2::${index.toString(16)}`)
  expect(await logged(addresses)).toBe(30)
})

test('rate-limits reports from clients with unknown addresses together', async () => {
  expect(await logged(Array.from({ length: 40 }, () => 'unknown'))).toBe(30)
})
