// Runs in a function process (function-pool.mjs): calls the handler of a function as Vercel's runtime does.

const { AsyncLocalStorage } = require('node:async_hooks')
const { createServer } = require('node:http')
const { join } = require('node:path')

const requestContext = new AsyncLocalStorage()
globalThis[Symbol.for('@vercel/request-context')] = { get: () => requestContext.getStore() }

// Beside this file, which vercel-build.mjs copies into the function.
const handler = require(join(__dirname, '___next_launcher.cjs'))
const { useWebApi } = require(join(__dirname, '.function.json'))

let pending = 0
let isEnding = false

/** Counts work that outlasts its response: the runtime waits for it. */
function track(work) {
  pending += 1
  Promise.resolve(work)
    .catch(console.error)
    .finally(() => {
      pending -= 1
      if (isEnding && pending === 0) process.exit(0)
    })
}

/** Middleware takes a Request and returns a Response. */
async function callWithWebApi(incoming, outgoing) {
  const { 'x-harness-url': url, ...headers } = incoming.headers
  const response = await handler(new Request(url, { method: incoming.method, headers }))
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

const server = createServer((incoming, outgoing) => {
  const closed = new Promise((resolve) => outgoing.once('close', resolve))
  requestContext.run({ waitUntil: track }, () => {
    const call = useWebApi ? callWithWebApi : handler
    const work = Promise.resolve()
      .then(() => call(incoming, outgoing))
      .catch((error) => {
        console.error(error)
        if (!outgoing.headersSent) outgoing.writeHead(500, { 'x-vercel-error': 'FUNCTION_INVOCATION_FAILED' })
        outgoing.end()
      })
    track(work.then(() => closed))
  })
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => {
  isEnding = true
  if (pending === 0) process.exit(0)
})
process.on('disconnect', () => process.exit(0))
