import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** Starts a real SMTP server on this machine. @returns its URL, and the mails that it has received */
export async function startMailServer(): Promise<{ url: string; mails: string[] }> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    onData: async (stream, _session, done) => {
      // A client that is killed while it sends has sent no mail.
      const mail = await text(stream).catch(() => null)
      if (mail !== null) mails.push(mail)
      done(null)
    },
  })
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => new Promise<void>((done) => server.close(done)))
  return { url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`, mails }
}
