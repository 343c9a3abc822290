import { connect } from 'node:net'

/** A request as bytes, and how they are sent. */
export type HostileRequest = {
  kind: string
  /** Sent unchanged; latin1, so that every byte can occur. */
  bytes: string
  /** Milliseconds between two parts for slow senders. */
  slow?: number
  /** The connection is closed after the first bytes of the response. */
  disconnects?: true
}

export type Answer = {
  /** 0 when the server closed the connection without a response, or none arrived in time. */
  status: number
  /** The first bytes of the response, latin1. */
  text: string
  milliseconds: number
  timedOut: boolean
}

/** Bytes of a response that are kept. */
const kept = 200_000

/** Sends a request on a new connection. @param timeout milliseconds */
export function sendRaw(port: number, request: HostileRequest, timeout: number): Promise<Answer> {
  const started = performance.now()
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    let isDone = false
    const timers: NodeJS.Timeout[] = []
    const finish = (timedOut: boolean) => {
      if (isDone) return
      isDone = true
      for (const timer of timers) clearTimeout(timer)
      socket.destroy()
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0)
      resolve({ status, text, milliseconds: performance.now() - started, timedOut })
    }
    timers.push(setTimeout(() => finish(true), timeout))
    socket.on('error', () => finish(false))
    socket.on('close', () => finish(false))
    socket.on('data', (chunk) => {
      if (text.length < kept) text += chunk.toString('latin1')
      if (request.disconnects) finish(false)
    })
    socket.once('connect', () => {
      if (!request.slow) socket.write(request.bytes, 'latin1')
      else sendSlowly(socket, request.bytes, request.slow, timers)
    })
  })
}

/** Sends ten parts. */
function sendSlowly(
  socket: ReturnType<typeof connect>,
  bytes: string,
  interval: number,
  timers: NodeJS.Timeout[],
): void {
  const size = Math.ceil(bytes.length / 10)
  for (let part = 0; part < 10; part++)
    timers.push(
      setTimeout(() => {
        if (socket.writable) socket.write(bytes.slice(part * size, (part + 1) * size), 'latin1')
      }, part * interval),
    )
}
