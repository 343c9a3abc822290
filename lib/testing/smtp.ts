import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** What the server does with a mail. */
export type SmtpBehaviour = 'accept' | 'temporary-failure' | 'permanent-failure' | 'disconnect'

/** A mail that the server has accepted. */
export type AcceptedMail = { id: string; to: string; source: string }

/** Starts an SMTP server on this machine whose behaviour a test can change. */
export async function startSmtpServer() {
  const state: { behaviour: SmtpBehaviour } = { behaviour: 'accept' }
  const accepted: AcceptedMail[] = []
  const refused: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    async onData(stream, session, done) {
      const source = await text(stream)
      const id = /^Message-ID: (.*)$/m.exec(source)?.[1]?.trim() ?? ''
      if (state.behaviour !== 'accept') refused.push(id)
      if (state.behaviour === 'disconnect') {
        closeConnections(server)
        return
      }
      if (state.behaviour !== 'accept')
        return done(reply(state.behaviour === 'permanent-failure' ? 550 : 451))
      accepted.push({ id, to: session.envelope.rcptTo[0]?.address ?? '', source })
      done(null, 'accepted')
    },
  })
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)))
  const { port } = listener.address() as AddressInfo
  return { state, accepted, refused, url: `smtp://127.0.0.1:${port}` }
}

const reply = (responseCode: number) => Object.assign(new Error('not accepted'), { responseCode })

/** Ends every connection without a reply, like a server that crashes. */
function closeConnections(server: SMTPServer): void {
  for (const connection of server.connections) connection._socket.destroy()
}
