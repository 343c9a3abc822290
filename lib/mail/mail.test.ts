import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { env } from '../env'
import { fileMailer } from './file-mailer'
import { mailer } from './mail'
import type { Mail } from './message'
import { smtpMailer } from './smtp-mailer'
import { deleteWrittenMails, listWrittenMails } from './written-mails'

const from = 'Roost <no-reply@roost.example>'
const hello: Mail = { to: 'ann@example.com', subject: 'Grüße 🐦', text: 'Line one\n.\nŁódź\n' }

/** A real SMTP server on this machine, and the messages it has received. */
async function startServer(options: SMTPServerOptions = {}) {
  const taken: { to: string[]; message: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    ...options,
    onData: async (stream, session, done) => {
      taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), message: await text(stream) })
      done(null, 'taken as number 1')
    },
  })
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => new Promise<void>((done) => server.close(done)))
  return { taken, address: { ...plain, port: (listener.address() as AddressInfo).port } }
}

const plain = { host: '127.0.0.1', port: 0, secure: false, requireTLS: false }

describe('a mail server', () => {
  test('receives the complete mail, and its response is returned', async () => {
    const { taken, address } = await startServer()
    expect(await smtpMailer(address, from).send(hello)).toBe('250 taken as number 1')
    expect(taken).toMatchObject([{ to: ['ann@example.com'] }])
    expect(taken[0]?.message).toMatch(/^From: Roost <no-reply@roost\.example>\r$/m)
    expect(taken[0]?.message).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(taken[0]?.message).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(taken[0]?.message).toMatch(/^Line one\r\n\.\r\n/m)
  })

  test('that requires authentication receives the credentials, and errors do not contain the password', async () => {
    const { taken, address } = await startServer({
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        done(username === 'ann' && password === 's3cret' ? null : new Error('Wrong.'), { user: username }),
    })
    await smtpMailer({ ...address, auth: { user: 'ann', pass: 's3cret' } }, from).send(hello)
    expect(taken).toHaveLength(1)
    const refused = smtpMailer({ ...address, auth: { user: 'ann', pass: 'other s3cret' } }, from).send(hello)
    await expect(refused).rejects.toThrow(/^The mail server \S+ rejects the user or password: [^\n]+$/)
    await expect(refused).rejects.not.toThrow('s3cret')
  })

  test('without STARTTLS receives nothing when TLS is required', async () => {
    const { taken, address } = await startServer({ disabledCommands: ['STARTTLS'] })
    const refused = smtpMailer({ ...address, requireTLS: true }, from).send(hello)
    await expect(refused).rejects.toThrow(/^The mail server \S+ does not offer STARTTLS: [^\n]+$/)
    expect(taken).toEqual([])
  })

  test('with an untrusted certificate receives nothing', async () => {
    const { taken, address } = await startServer({ hideSTARTTLS: false })
    const refused = smtpMailer(address, from).send(hello)
    await expect(refused).rejects.toThrow(
      /^The mail server \S+ has a certificate that is not trusted [^\n]+$/,
    )
    expect(taken).toEqual([])
  })

  test('that rejects the recipient is quoted in the error', async () => {
    const { address } = await startServer({
      onRcptTo: (_to, _session, done) => done(new Error('Who is that?')),
    })
    const refused = smtpMailer(address, from).send(hello)
    await expect(refused).rejects.toThrow(/rejects the sender or the recipient: .*Who is that\?/)
  })

  test('that is unreachable is named by host and port in the error', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as AddressInfo
    await new Promise((done) => probe.close(done))
    await expect(smtpMailer({ ...plain, port }, from).send(hello)).rejects.toThrow(
      `The mail server 127.0.0.1:${port} does not answer`,
    )
  })
})

describe('prevents header injection', () => {
  test.each([
    ['a@example.com, b@example.com'],
    ['a@example.com\r\nBcc: b@example.com'],
    ['a@example.com\nBcc: b@example.com'],
    ['<a@example.com>'],
    ['"x" <a@example.com>'],
    ['a@b@example.com'],
    ['a example.com'],
    ['@example.com'],
    [''],
    [`${'a'.repeat(250)}@example.com`],
  ])('by rejecting the recipient %j', async (to) => {
    const { taken, address } = await startServer()
    const refused = smtpMailer(address, from).send({ ...hello, to })
    await expect(refused).rejects.toThrow(/^A mail needs one address, like ann@example\.com\.$/)
    expect(taken).toEqual([])
  })

  test.each([['\r\n'], ['\n'], ['\r'], ['\0'], ['\u2028'], ['\r\n\r\n']])(
    'by replacing %j in the subject',
    async (breaks) => {
      const { taken, address } = await startServer()
      await smtpMailer(address, from).send({ ...hello, subject: `Hello${breaks}Bcc: eve@example.com` })
      expect(taken).toMatchObject([{ to: ['ann@example.com'] }])
      expect(taken[0]?.message).toMatch(/^Subject: Hello Bcc: eve@example\.com\r$/m)
      expect(taken[0]?.message).not.toMatch(/^Bcc:/m)
    },
  )
})

describe('without a mail server', () => {
  test('each mail is written to a file that is readable by its owner only', async () => {
    const directory = join(env.DATA_DIR, 'mail')
    const [one, two] = await Promise.all([mailer.send(hello), mailer.send(hello)])
    expect((await readdir(directory)).map((name) => join(directory, name)).sort()).toEqual([one, two].sort())
    expect(one).toMatch(/\.eml$/)
    expect((await stat(one)).mode & 0o777).toBe(0o600)
    const written = await readFile(one, 'utf8')
    expect(written).toMatch(/^To: ann@example\.com\r$/m)
    expect(written).toMatch(/^From: Roost <no-reply@localhost>\r$/m)
  })

  test('written mails are listed with both parts, and an empty directory has none', async () => {
    const directory = join(env.DATA_DIR, 'listed')
    expect(await listWrittenMails(directory)).toEqual([])
    const html = `<p>${hello.text}</p>`
    const id = '0b0f'
    const unsubscribe = 'https://roost.example/account'
    for (const subject of ['First', 'Second'])
      await fileMailer(directory, from).send({ ...hello, subject, html, id, unsubscribe })
    const [first, second] = await listWrittenMails(directory)
    expect([first?.subject, second?.subject]).toEqual(['First', 'Second'])
    expect(second).toMatchObject({
      to: hello.to,
      text: expect.stringContaining('Łódź'),
      html: expect.stringContaining('Łódź'),
    })
    expect(second?.source).toMatch(/^Message-ID: <0b0f@roost\.example>\r$/m)
    expect(second?.source).toMatch(/^List-Unsubscribe: <https:\/\/roost\.example\/account>\r$/m)
    expect(second?.source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect((await listWrittenMails(directory, 1)).map(({ subject }) => subject)).toEqual(['Second'])
  })

  test('written mails of one millisecond are listed in the order in which they were sent', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const directory = join(env.DATA_DIR, 'together')
    const subjects = Array.from({ length: 8 }, (_, at) => `Mail ${at}`)
    for (const subject of subjects) await fileMailer(directory, from).send({ ...hello, subject })
    expect((await listWrittenMails(directory)).map(({ subject }) => subject)).toEqual(subjects)
  })

  test('old mails are deleted', async () => {
    const directory = join(env.DATA_DIR, 'old')
    await fileMailer(directory, from).send(hello)
    await deleteWrittenMails(directory, new Date(Date.now() - 60_000))
    expect(await listWrittenMails(directory)).toHaveLength(1)
    await deleteWrittenMails(directory, new Date(Date.now() + 60_000))
    expect(await listWrittenMails(directory)).toEqual([])
  })

  test('a mail with an invalid recipient is rejected and writes no file', async () => {
    const directory = join(env.DATA_DIR, 'none')
    await expect(fileMailer(directory, from).send({ ...hello, to: 'x' })).rejects.toThrow('one address')
    await expect(readdir(directory)).rejects.toThrow('ENOENT')
  })
})
