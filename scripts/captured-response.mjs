import { ServerResponse } from 'node:http'

/** A response that keeps what is written to it. */
export class CapturedResponse extends ServerResponse {
  chunks = []
  /** Set during an outage (lib/http/response-status.ts). */
  unavailableFor = null
  isMalformed = false
  ended = new Promise((resolve, reject) => {
    this.once('finish', resolve)
    this.once('roost:destroyed', reject)
  })

  /** Without a socket, Node's own method emits nothing. */
  destroy(error) {
    this.destroyed = true
    this.emit('roost:destroyed', error ?? new Error('The response was destroyed.'))
    this.emit('close')
    return this
  }

  writeHead(status, ...rest) {
    const headers = rest.at(-1)
    if (headers && typeof headers === 'object')
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
    return super.writeHead(status)
  }

  write(chunk, encoding, callback) {
    if (!this.headersSent) this.writeHead(this.statusCode)
    this.chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? encoding : undefined))
    const done = typeof encoding === 'function' ? encoding : callback
    if (done) process.nextTick(done)
    return true
  }

  end(chunk, encoding, callback) {
    if (this.finished) return this
    if (chunk && typeof chunk !== 'function') this.write(chunk, encoding)
    else if (!this.headersSent) this.writeHead(this.statusCode)
    this.finished = true
    const done = [chunk, encoding, callback].find((one) => typeof one === 'function')
    process.nextTick(() => {
      this.emit('finish')
      this.emit('close')
      done?.()
    })
    return this
  }
}
