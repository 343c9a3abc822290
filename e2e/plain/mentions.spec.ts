import { expect, postWith, publishPost, test } from '../fixtures'

test('links a mention without JavaScript', async ({ member, otherMember }) => {
  await otherMember.page.goto('/')
  await publishPost(otherMember.page, `Hi @${member.username}`)
  const link = postWith(otherMember.page, 'Hi').getByRole('link', { name: `@${member.username}` })
  await expect(link).toHaveAttribute('href', `/users/${member.username}`)
})
