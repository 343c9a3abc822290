import { expect, test } from 'vitest'
import { getPost } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { getUser } from '../users/queries'
import { postShareMetadata, userShareMetadata } from './share-metadata'

async function annsPost(body: string) {
  const ann = await aViewer({ username: 'Ann', displayName: 'Ann & Co', aboutMe: 'Birds\n\nand boats' })
  const post = await getPost(null, (await aPost(ann, body)).id)
  const user = await getUser(null, 'ann')
  if (!post || !user) throw new Error('not found')
  return { post, user }
}

test('a post names its address, times, picture and the alternative text of the picture [SYN-07]', async () => {
  changeSettings({ APP_URL: 'https://roost.example' })
  const { post } = await annsPost(`A heron\n#birds ${'words '.repeat(50)}`.slice(0, 280))
  const metadata = postShareMetadata(post, 'Ann & Co: A heron')
  expect(metadata.openGraph).toMatchObject({
    type: 'article',
    title: 'Ann & Co',
    url: `https://roost.example/posts/${post.id}`,
    publishedTime: post.createdAt.toISOString(),
    authors: ['https://roost.example/users/Ann'],
    tags: ['birds'],
    images: [{ width: 1200, height: 630, alt: 'Ann & Co: A heron' }],
  })
  expect(metadata.description).toMatch(/^A heron #birds words [a-z ]+…$/)
  expect(metadata.alternates).toMatchObject({ canonical: `https://roost.example/posts/${post.id}` })
  const oembed = metadata.alternates?.types?.['application/json+oembed']
  expect(new URL(String(oembed)).searchParams.get('url')).toBe(`https://roost.example/posts/${post.id}`)
})

test('a user names the address, the about-me and the picture [SYN-07]', async () => {
  const { user } = await annsPost('Hello')
  expect(userShareMetadata(user, 'Ann & Co')).toMatchObject({
    description: 'Birds and boats',
    openGraph: { type: 'profile', username: 'Ann', title: 'Ann & Co' },
    twitter: { card: 'summary_large_image' },
  })
  const quiet = userShareMetadata({ ...user, aboutMe: '' }, 'Ann & Co')
  expect(quiet).not.toHaveProperty('description')
})

test('a page has no canonical address without APP_URL [SYN-07]', async () => {
  const { post } = await annsPost('Hello')
  expect(postShareMetadata(post, 'Ann').alternates).not.toHaveProperty('canonical')
})
