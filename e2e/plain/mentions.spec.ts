import { expect, postWith, test, write } from '../fixtures'

test('a mention is written and linked with JavaScript off', async ({ member, otherMember }) => {
  await otherMember.page.goto('/')
  await write(otherMember.page, `Hi @${member.username}`)
  const link = postWith(otherMember.page, 'Hi').getByRole('link', { name: `@${member.username}` })
  await expect(link).toHaveAttribute('href', `/users/${member.username}`)
})
