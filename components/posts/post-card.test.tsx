import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ClockProvider } from '@/components/ui/clock'
import { transaction } from '@/lib/db/db'
import { getPost } from '@/lib/posts/queries'
import { toPostItem } from '@/lib/posts/view'
import { aPost, aViewer } from '@/lib/testing/factories'
import { PostCard, type PostTexts } from './post-card'

const text: PostTexts = {
  by: ['Post by ', ''],
  fold: { more: 'Show more', less: 'Show less' },
  edited: 'edited',
  replyingTo: ['Replying to @', ''],
  replyingToDeleted: 'Replying to a deleted post',
  reply: 'Reply',
  replies: { locale: 'en', forms: { other: ['Replies: ', ''] } },
  like: 'Like',
  unlike: 'Unlike',
  likedBy: { locale: 'en', forms: { other: ['Liked by ', ''] } },
  bookmark: 'Bookmark',
  removeBookmark: 'Remove bookmark',
  edit: 'Edit',
  delete: 'Delete',
  picture: ['Picture of ', ''],
}

test('renders a loaded post after its author was deleted [DBR-05]', async () => {
  const author = await aViewer({ username: 'ann', displayName: '' })
  const { id } = await aPost(author, 'still to be read')
  const post = await getPost(null, id)
  await transaction((tx) => tx.user.delete({ where: { id: author.id } }))
  const html =
    post &&
    renderToStaticMarkup(
      <ClockProvider renderedAt={new Date()} locale="en" zone={null}>
        <PostCard post={toPostItem(post)} text={text} />
      </ClockProvider>,
    )
  expect(html).toContain('aria-label="Post by ann"')
  expect(html).toContain('href="/users/ann"')
  expect(html).toContain('still to be read')
  expect(await getPost(null, id)).toBeNull()
})
