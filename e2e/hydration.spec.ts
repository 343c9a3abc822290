import type { Page } from '@playwright/test'
import { expect, postWith, test } from './fixtures'
import { uniqueName, writePost, writeReply } from './plain-http'

/** The part of React's root that tells whether the page is hydrated. */
type ReactContainer = {
  stateNode: { current: { memoizedState: { isDehydrated: boolean } } }
}

/**
 * Holds back what React does after it has hydrated a page, such as its passive effects: React's scheduler continues its
 * work with messages. The browser may handle input before such a message.
 */
async function holdEffects(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const send = MessagePort.prototype.postMessage
    const held: (() => void)[] = []
    const isHydrated = () => {
      const key = Object.keys(document).find((name) => name.startsWith('__reactContainer'))
      if (!key) return false
      const root = (document as unknown as Record<string, ReactContainer>)[key]
      return root?.stateNode.current.memoizedState.isDehydrated === false
    }
    MessagePort.prototype.postMessage = function (this: MessagePort, ...message: [unknown]) {
      if (isHydrated()) held.push(() => send.apply(this, message))
      else send.apply(this, message)
    } as typeof send
    const release = () => {
      MessagePort.prototype.postMessage = send
      for (const deliver of held.splice(0)) deliver()
    }
    Object.assign(window, { countHeld: () => held.length, release })
  })
}

type Held = { countHeld: () => number; release: () => void }

test('handles clicks between hydration and the effects of the page', async ({ member }) => {
  const { page } = member
  const root = await writePost(member.context.request, `A question ${uniqueName()}`)
  await writeReply(member.context.request, root, 'An answer')
  const answer = postWith(page, 'An answer')
  await holdEffects(page)
  for (const [click, expectResult] of [
    [
      () => answer.getByRole('button', { name: 'Edit' }).click(),
      () => expect(answer.getByLabel('Say something')).toBeFocused(),
    ],
    [
      () => answer.getByRole('button', { name: 'Delete' }).click(),
      () => expect(page.getByRole('dialog', { name: 'Delete this post?' })).toBeVisible(),
    ],
    [
      () => answer.getByRole('button', { name: 'Reply' }).click(),
      () => expect(page.getByText(`Replying to @${member.username}`)).toBeVisible(),
    ],
    [
      () => page.getByRole('link', { name: 'New post' }).click(),
      () => expect(page.getByRole('dialog', { name: 'New post' })).toBeVisible(),
    ],
    [
      () => page.getByRole('link', { name: 'Explore', exact: true }).click(),
      () => expect(page).toHaveURL('/explore'),
    ],
  ] as const) {
    await page.goto(`/posts/${root}`)
    await page.waitForFunction(() => (window as unknown as Held).countHeld() > 0)
    await page.evaluate(() => Object.assign(window, { isSameDocument: true }))
    await click()
    await page.evaluate(() => (window as unknown as Held).release())
    await expectResult()
    expect(await page.evaluate(() => 'isSameDocument' in window)).toBe(true)
  }
})
