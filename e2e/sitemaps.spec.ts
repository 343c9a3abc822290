import { expect, test } from './fixtures'
import { writePost } from './plain-http'

test('robots.txt names the sitemap with new posts and members [SYN-08]', async ({ member, request }) => {
  const id = await writePost(member.context.request, 'A post for search engines')
  const robots = await request.get('/robots.txt')
  expect(robots.headers()).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=3600',
  })
  const [, index = ''] = /^Sitemap: (.*)$/m.exec(await robots.text()) ?? []
  const addresses = async (url: string) => {
    const response = await request.get(new URL(url).pathname)
    expect(response.headers()['content-type']).toBe('application/xml; charset=utf-8')
    return [...(await response.text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc]) => loc as string)
  }
  const listed: string[] = []
  for (const sitemap of await addresses(index)) listed.push(...(await addresses(sitemap)))
  const paths = listed.map((url) => new URL(url).pathname)
  expect(paths).toEqual(expect.arrayContaining(['/explore', `/posts/${id}`, `/users/${member.username}`]))
})
