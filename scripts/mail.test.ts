import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { runScript } from '../lib/testing/run-script'
import { temporaryDirectory } from '../lib/testing/temporary-directory'

/** Runs the command with isolated settings. */
const mailTest = (args: string[], settings: Record<string, string> = {}) =>
  runScript('scripts/mail.ts', args, {
    NODE_ENV: 'production',
    DATA_DIR: temporaryDirectory(),
    ...settings,
  })

test('writes the test mail to a file and prints its path when no mail server is set [CLI-05]', async () => {
  const { code, out, err } = await mailTest(['ann@example.com'], { APP_URL: 'https://roost.example' })
  expect([code, err]).toEqual([0, ''])
  const path = /^No mail server is set: written to (\S+\.eml)\n$/.exec(out)?.[1] as string
  expect(readFileSync(path, 'utf8')).toContain('https://roost.example/')
  expect(existsSync(join(path, '../../secrets.json'))).toBe(false)
})

test('prints the response of the mail server, and a warning if APP_URL is not set [CLI-05, CFG-08]', async () => {
  const server = new SMTPServer({ authOptional: true, hideSTARTTLS: true, logger: false })
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => new Promise<void>((done) => server.close(done)))
  const { port } = listener.address() as AddressInfo
  const { code, out, err } = await mailTest(['ann@example.com'], {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  })
  expect([code, out]).toEqual([0, expect.stringMatching(/^Sent\. The mail server answered: 250 [^\n]+\n$/)])
  expect(err).toMatch(/^APP_URL is not set: [^\n]+\n$/)
})

test.each([
  [[], {}, /^Name one address: npm run mail:test -- someone@example\.com\n$/],
  [['a@example.com', 'b@example.com'], {}, /^Name one address: /],
  [['ann'], {}, /^A mail needs one address, like ann@example\.com\.\n$/],
  [
    ['ann@example.com'],
    { SMTP_URL: 'smtp://127.0.0.1:1' },
    /^The mail server 127\.0\.0\.1:1 does not answer: [^\n]+\n$/,
  ],
  [
    ['ann@example.com'],
    { SMTP_URL: 'mail.example' },
    /^Roost cannot start: SMTP_URL must be an address like [^\n]+\n$/,
  ],
] as const)(
  'fails with a one-line error for arguments %j and settings %j [CLI-05]',
  async (args, env, line) => {
    const { code, out, err } = await mailTest([...args], env)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(line)
  },
)
