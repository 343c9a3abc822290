import type { Page } from '@playwright/test'
import { expect, openLive, postWith, publishPost, test } from './fixtures'
import { follow, signUp, writePost, writePosts } from './plain-http'

test.describe('new posts', () => {
  const newPostsLink = (page: Page, count: number) =>
    page.getByRole('link', { name: count === 1 ? '1 new post' : `${count} new posts`, exact: true })

  test('are announced on Explore without scrolling, and shown at the top on click', async ({
    member,
    otherMember,
  }) => {
    const { page } = member
    const mark = otherMember.username
    await writePosts(
      otherMember.context.request,
      Array.from({ length: 5 }, (_, at) => `Old ${at} ${mark}`),
    )
    await openLive(page, '/explore')
    await page.getByLabel('Say something').fill('A draft that stays')
    await page.evaluate(() => scrollTo(0, 400))
    const place = await postWith(page, `Old 4 ${mark}`).boundingBox()
    await writePosts(otherMember.context.request, [`New one ${mark}`, `New two ${mark}`])
    // Other tests create posts at the same time.
    const any = page.getByRole('link', { name: /^\d+ new posts?$/ })
    await expect(any).toHaveText(/^([2-9]|\d\d) new posts$/)
    expect(await postWith(page, `Old 4 ${mark}`).boundingBox()).toEqual(place)
    await expect(postWith(page, `New one ${mark}`)).toHaveCount(0)
    await any.click()
    await expect(postWith(page, `New two ${mark}`)).toBeInViewport()
    await expect(postWith(page, `New one ${mark}`)).toHaveCount(1)
  })

  test('are announced on the home page when the author is followed, and shown once after a re-render', async ({
    member,
    otherMember,
    newVisitor,
  }) => {
    const { page } = member
    await follow(member.context.request, otherMember.username)
    await writePost(otherMember.context.request, 'First')
    const stranger = await newVisitor()
    await signUp(stranger.context().request)
    await openLive(page, '/')
    await page.getByLabel('Say something').fill('A draft that stays')
    await writePost(stranger.context().request, 'Not for this page')
    await writePost(otherMember.context.request, 'Second')
    await expect(newPostsLink(page, 1)).toBeVisible()
    await newPostsLink(page, 1).click()
    await expect(postWith(page, 'Second')).toBeFocused()
    await expect(newPostsLink(page, 1)).toHaveCount(0)
    await expect(page.getByLabel('Say something')).toHaveValue('A draft that stays')

    await postWith(page, 'First').getByRole('button', { name: 'Like', exact: true }).click()
    await expect(postWith(page, 'First').getByRole('button', { name: 'Unlike' })).toBeVisible()
    await expect(postWith(page, 'Second')).toHaveCount(1)
  })

  test('are not counted when they were published on this page', async ({ member, otherMember }) => {
    const { page } = member
    await follow(member.context.request, otherMember.username)
    await openLive(page, '/')
    await publishPost(page, 'My own')
    await expect(postWith(page, 'My own')).toBeVisible()
    await writePost(otherMember.context.request, 'From elsewhere')
    await expect(newPostsLink(page, 1)).toBeVisible()
    await writePost(member.context.request, 'Mine, by another way')
    await expect(newPostsLink(page, 2)).toBeVisible()
  })
})
