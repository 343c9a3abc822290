import { describe, expect, test } from 'vitest'
import { blockUser } from '../blocks/mutations'
import { deletePost } from '../deletions/mutations'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { parseQuery } from './parse-query'
import { searchPosts } from './queries'

const pageSize = 2

async function pageOf(viewer: Viewer, number: number) {
  const { items, older } = await searchPosts(
    viewer,
    parseQuery('heron'),
    { sort: 'relevance', page: number },
    pageSize,
  )
  return { bodies: items.map(({ body }) => body), older }
}

async function fivePosts(author: Viewer) {
  const posts = []
  for (const number of [1, 2, 3, 4, 5]) posts.push(await aPost(author, `heron ${number}`))
  return posts
}

describe('later pages of a search by relevance', () => {
  test('continue the first page when posts are added in between [SEA-02]', async () => {
    const [reader, author] = [await aViewer(), await aViewer()]
    await fivePosts(author)
    const first = await pageOf(reader, 1)
    await aPost(author, 'heron heron heron')
    const pages = [first, await pageOf(reader, 2), await pageOf(reader, 3)]
    expect(pages.flatMap(({ bodies }) => bodies).sort()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `heron ${number}`),
    )
    expect(pages.map(({ older }) => older !== null)).toEqual([true, true, false])
    expect((await pageOf(reader, 1)).bodies).toContain('heron heron heron')
  })

  test('contain neither deleted posts nor those of members blocked since the first page [SEA-05]', async () => {
    const [reader, author, other] = [await aViewer(), await aViewer(), await aViewer()]
    const posts = await fivePosts(author)
    await aPost(other, 'heron of another member')
    await pageOf(reader, 1)
    for (const { id } of posts.slice(0, 2)) await deletePost(author, id)
    const shown = [...(await pageOf(reader, 2)).bodies, ...(await pageOf(reader, 3)).bodies]
    expect(shown).not.toContain('heron 1')
    expect(shown).not.toContain('heron 2')
    await blockUser(reader, author.username)
    const afterBlock = [...(await pageOf(reader, 2)).bodies, ...(await pageOf(reader, 3)).bodies]
    expect(afterBlock.filter((body) => /^heron \d/.test(body))).toEqual([])
  })

  test('do not use the list of another viewer', async () => {
    const [reader, blocked, author] = [await aViewer(), await aViewer(), await aViewer()]
    await fivePosts(author)
    await pageOf(blocked, 1)
    await blockUser(author, blocked.username)
    await pageOf(reader, 1)
    expect((await pageOf(blocked, 2)).bodies).toEqual([])
    expect((await pageOf(reader, 2)).bodies).toHaveLength(pageSize)
  })
})
