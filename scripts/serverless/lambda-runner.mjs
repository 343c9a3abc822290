// Runs in a function process (function-pool.mjs): calls the handler as the runtime of AWS Lambda does.

import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

const [module, name] = process.env.HANDLER.split('.')
const handler = (await import(`./${module}.mjs`))[name]

const server = createServer(async (request, response) => {
  try {
    const result = await handler(await json(request), { callbackWaitsForEmptyEventLoop: false })
    response.end(JSON.stringify(result))
  } catch (error) {
    console.error(error)
    response.writeHead(502)
    response.end()
  }
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
