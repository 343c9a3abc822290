// Starts the forms of guests (log-ins, sign-ups) one after another. Otherwise fifty that arrive at once occupy the event
// loop of a web process for a second, before the first password is hashed (docs/decisions/028).

import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two checks of the event loop. */
const interval = 10

/** Delay of a check in milliseconds, up to which the event loop counts as free. */
const tolerance = 5

/** Milliseconds after which the next form starts although the event loop is busy. */
const maxWait = 100

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} handle
 *   The handler of all requests.
 * @param maxLength Number of waiting forms. More start at once: Next refuses them when the queue of passwords is full.
 * @returns A handler that delays forms of guests while the event loop is busy with earlier ones.
 */
export function createFormQueue(handle, maxLength = 100) {
  const waiting = []
  let isRunning = false

  async function startOneByOne() {
    isRunning = true
    for (;;) {
      await eventLoopIsFree()
      const start = waiting.shift()
      if (!start) break
      start()
    }
    isRunning = false
  }

  return async function respond(request, response) {
    if (isGuestForm(request)) {
      if (!isRunning) startOneByOne()
      else if (waiting.length < maxLength) {
        await new Promise((resolve) => waiting.push(resolve))
        // The client has left.
        if (response.destroyed) return
      }
    }
    return handle(request, response)
  }
}

/** Whether the request is a POST without a session and without a token. */
function isGuestForm({ method, headers }) {
  return method === 'POST' && !headers.authorization && !/roost\.session=/.test(headers.cookie ?? '')
}

async function eventLoopIsFree() {
  const started = performance.now()
  for (;;) {
    const checked = performance.now()
    await sleep(interval)
    const now = performance.now()
    if (now - checked - interval <= tolerance || now - started >= maxWait) return
  }
}
