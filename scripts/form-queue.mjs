// Queues guest form submissions (log-ins, sign-ups) and starts them one at a time. Otherwise fifty concurrent submissions
// block the event loop of a web process for a second before the first password is hashed (docs/decisions/028).

import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between checks of the event loop. */
const interval = 10

/** Maximum delay of a check, in milliseconds, at which the event loop counts as idle. */
const tolerance = 5

/** Milliseconds after which the next submission starts although the event loop is busy. */
const maxWait = 100

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} handle
 *   The handler of all requests.
 * @param options.maxLength Maximum length of the queue. When it is full, the oldest form starts: the queue of password
 *   hashing rejects it when that is full as well.
 * @param options.isClosing Whether the server shuts down: the waiting forms then start without delay.
 * @returns A handler that delays guest form submissions while the event loop is busy with earlier ones.
 */
export function createFormQueue(handle, { maxLength = 100, isClosing = () => false } = {}) {
  const waiting = []
  let isRunning = false

  async function startOneByOne() {
    isRunning = true
    for (;;) {
      await eventLoopIsIdle(isClosing)
      let next = waiting.shift()
      // Nothing is handled for a client that has disconnected.
      while (next?.response.destroyed) {
        next.start()
        next = waiting.shift()
      }
      if (!next) break
      next.start()
    }
    isRunning = false
  }

  return async function respond(request, response) {
    if (isGuestForm(request)) {
      if (isRunning) {
        if (waiting.length >= maxLength) waiting.shift().start()
        await new Promise((start) => waiting.push({ start, response }))
        if (response.destroyed) return
      } else startOneByOne()
    }
    return handle(request, response)
  }
}

/** The paths at which a POST hashes a password without a session. */
const formPath = /^\/(?:login|signup|reset-password|api\/(?:auth|tokens|users))(?:[/?]|$)/

/** Only delays and authorises nothing, so it does not matter whether the session exists. */
function isGuestForm({ method, url, headers }) {
  return method === 'POST' && formPath.test(url) && !/roost\.session=/.test(headers.cookie ?? '')
}

async function eventLoopIsIdle(isClosing) {
  const started = performance.now()
  while (!isClosing()) {
    const checked = performance.now()
    await sleep(interval)
    const now = performance.now()
    if (now - checked - interval <= tolerance || now - started >= maxWait) return
  }
}
