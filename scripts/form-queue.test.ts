import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../lib/testing/eventually'
import { createFormQueue } from './form-queue.mjs'

/** A queue whose handler records the paths of started requests. */
function aQueue(options?: Parameters<typeof createFormQueue>[1]) {
  const started: string[] = []
  const respond = createFormQueue(async ({ url }) => {
    started.push(url as string)
  }, options)
  const send = (url: string, headers: Record<string, string> = {}, method = 'POST', response = {}) =>
    respond({ url, headers, method } as IncomingMessage, response as ServerResponse)
  return { started, send }
}

test('processes guest form submissions one at a time, in order of arrival [SEC-31]', async () => {
  const { started, send } = aQueue()
  const forms = ['/login?1', '/login?2', '/login?3'].map((url) => send(url))
  expect(started).toEqual(['/login?1'])
  await forms[1]
  expect(started).toEqual(['/login?1', '/login?2'])
  await forms[2]
  expect(started).toEqual(['/login?1', '/login?2', '/login?3'])
})

test.each([
  ['a page', {}, 'GET'],
  ['a form submission of a member', { cookie: 'a=b; __Host-roost.session=x' }, 'POST'],
])('does not queue %s behind guest form submissions', async (_, headers, method) => {
  const { started, send } = aQueue()
  const forms = [send('/login?1'), send('/login?2')]
  await send('/login?other', headers, method)
  expect(started).toEqual(['/login?1', '/login?other'])
  await Promise.all(forms)
})

test('starts the next submission although the event loop stays busy', async () => {
  const { started, send } = aQueue()
  let isBusy = true
  onTestFinished(() => {
    isBusy = false
  })
  const block = () => {
    const end = performance.now() + 30
    while (performance.now() < end);
    if (isBusy) setTimeout(block)
  }
  block()
  await Promise.all([send('/login?1'), send('/login?2')])
  expect(started).toHaveLength(2)
})

test('starts the oldest submission when the queue is full', async () => {
  const { started, send } = aQueue({ maxLength: 1 })
  const forms = [send('/login?1'), send('/login?2'), send('/login?3')]
  await forms[1]
  expect(started).toEqual(['/login?1', '/login?2'])
  await Promise.all(forms)
})

test('skips the submission of a client that has disconnected', async () => {
  const { started, send } = aQueue()
  const response = { destroyed: false }
  const forms = [send('/login?1'), send('/login?2', {}, 'POST', response), send('/login?3')]
  response.destroyed = true
  await Promise.all(forms)
  expect(started).toEqual(['/login?1', '/login?3'])
})

test('starts a submission immediately after the queue has become empty', async () => {
  const { started, send } = aQueue()
  await Promise.all([send('/login?1'), send('/login?2')])
  await eventually(async () => {
    const count = started.length
    const form = send('/login?later')
    expect(started).toHaveLength(count + 1)
    await form
  })
})

test.each(['/api/csp-report', '/loginx', '/', '/signup.html'])(
  'does not delay other submissions of guests: %s',
  async (url) => {
    const { started, send } = aQueue()
    const forms = [send('/login?1'), send('/login?2')]
    await send(url)
    expect(started).toEqual(['/login?1', url])
    await Promise.all(forms)
  },
)

test('dispatches the waiting forms when the server shuts down', async () => {
  let isClosing = false
  const { started, send } = aQueue({ isClosing: () => isClosing })
  const forms = ['/login?1', '/login?2', '/signup'].map((url) => send(url))
  isClosing = true
  await forms[2]
  expect(started).toEqual(['/login?1', '/login?2', '/signup'])
})
