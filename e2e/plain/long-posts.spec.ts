import { expect, postWith, test } from '../fixtures'
import { uniqueName, writePost } from '../plain-http'

test('expands and folds a long post in place without JavaScript', async ({ member }) => {
  const { page } = member
  const text = uniqueName('tall')
  await writePost(member.context.request, `${text}\n${'x\n'.repeat(110)}https://example.com/last`)
  await page.goto('/')
  const post = postWith(page, text)
  const last = post.getByRole('link', { name: 'https://example.com/last' })
  await expect(last).toBeHidden()
  await post.getByText('Show more').click()
  await expect(last).toBeVisible()
  await post.getByText('Show less').click()
  await expect(last).toBeHidden()
})
