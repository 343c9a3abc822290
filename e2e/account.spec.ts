import sharp from 'sharp'
import { limits } from '../lib/limits'
import { expect, expectFieldError, flash, postWith, test } from './fixtures'
import { photo, picture } from './pictures'
import { sendForm, uniqueName, writePost } from './plain-http'

const file = (buffer: Buffer, name = 'picture', mimeType = 'image/png') => ({ name, mimeType, buffer })

test('shows the stored values in the form [ACC-01, PRO-08]', async ({ member, guest }) => {
  await guest.goto('/account')
  await expect(guest).toHaveURL('/login?next=%2Faccount')
  await sendForm(member.context.request, '/account', 'displayName', { displayName: 'Ana', aboutMe: 'Me' })
  await member.page.goto('/account')
  await expect(member.page.getByLabel('Username')).toHaveValue(member.username)
  await expect(member.page.getByLabel('Display name')).toHaveValue('Ana')
  await expect(member.page.getByLabel('Email')).toHaveValue(member.email)
  await expect(member.page.getByLabel('About me')).toHaveValue('Me')
  await expect(member.page.getByRole('img', { name: 'Picture of Ana' })).toBeVisible()
})

test('accepts the member’s own username and rejects another member’s [ACC-02, ACC-03, PRO-11]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto('/account')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await page.getByLabel('Username').fill(otherMember.username.toUpperCase())
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Username', 'That username is taken.')
  await page.getByLabel('Username').fill(member.username)
  await page.getByLabel('Email').fill(otherMember.email)
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Email', 'There is an account with that address already.')
})

test('accepts an about-me text of 160 characters and rejects one of 161 [PRO-08]', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('About me').fill('é'.repeat(161))
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'About me', 'Use at most 160 characters.')
  await page.getByLabel('About me').fill('é'.repeat(160))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await page.getByLabel('About me').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.goto('/account')
  await expect(page.getByLabel('About me')).toHaveValue('')
})

test('applies a new username to all pages and returns 404 for the old profile URL [ACC-05]', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  await writePost(member.context.request, 'By whoever I am')
  await guest.goto(`/users/${member.username}`)
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText(member.username)
  const renamed = uniqueName('new')
  await page.goto('/account')
  await page.getByLabel('Username').fill(renamed)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Profile' }).first()).toHaveAttribute(
    'href',
    `/users/${renamed}`,
  )
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText(renamed)
  await expect(postWith(page, 'By whoever I am')).toContainText(renamed)
  for (const visitor of [page, guest]) {
    expect((await visitor.goto(`/users/${member.username}`))?.status()).toBe(404)
    await visitor.goto(`/users/${renamed}`)
    await expect(postWith(visitor, 'By whoever I am')).toContainText(renamed)
  }
})

for (const format of ['jpeg', 'png', 'webp', 'gif'] as const)
  test(`stores a ${format} as square WebP files under a random name, regardless of its file name [ACC-06, ACC-07]`, async ({
    member,
    guest,
  }) => {
    const { page } = member
    const name = '../../../etc/evil.php'
    await page.goto('/account')
    await page.getByLabel('Picture').setInputFiles(file(await picture(format, 700, 300), name, 'text/plain'))
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(flash(page, 'Your account is saved.')).toBeVisible()
    const image = page.getByRole('img', { name: /^Picture of/ })
    const source = (await image.getAttribute('src')) as string
    expect(source).toMatch(/^\/media\/avatars\/[0-9a-f]{32}-128\.webp$/)
    for (const size of limits.picture.sizes) {
      const response = await guest.context().request.get(source.replace('-128', `-${size}`))
      expect(response.headers()['content-type']).toBe('image/webp')
      expect(response.headers()['x-content-type-options']).toBe('nosniff')
      expect(response.headers()['cache-control']).toContain('immutable')
      const { format: stored, width, height, exif } = await sharp(await response.body()).metadata()
      expect([stored, width, height, exif]).toEqual(['webp', size, size, undefined])
    }
  })

const broken = async () => (await picture('png', 200, 200)).subarray(0, 90)
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const wrong: [string, () => Promise<Buffer> | Buffer, string][] = [
  ['an SVG', () => svg, 'Choose a JPEG, PNG, WebP or GIF picture.'],
  ['an AVIF', () => picture('avif'), 'Choose a JPEG, PNG, WebP or GIF picture.'],
  ['a text file', () => Buffer.from('not a picture at all'), 'Choose a JPEG, PNG, WebP or GIF picture.'],
  ['a truncated picture', broken, 'That picture cannot be read.'],
  [
    'a picture of 64 million pixels',
    () => picture('png', 8000, 8000),
    'That picture has more than 50 million pixels.',
  ],
]
for (const [what, make, message] of wrong)
  test(`rejects ${what} with a PNG file name and shows an error at the field [ACC-06]`, async ({
    member,
  }) => {
    const { page } = member
    await page.goto('/account')
    await page.getByLabel('Display name').fill('Kept through the refusal')
    await page.getByLabel('Picture').setInputFiles(file(await make(), 'picture.png'))
    await page.getByRole('button', { name: 'Save' }).click()
    await expectFieldError(page, 'Picture', message)
    await expect(page.getByLabel('Display name')).toHaveValue('Kept through the refusal')
    await page.goto('/account')
    await expect(page.getByRole('img', { name: /^Picture of/ })).toHaveAttribute(
      'src',
      /\/avatars\/\d+\.svg$/,
    )
  })

test('replaces the previous picture and deletes its files [ACC-09, PRO-05]', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  const upload = async (format: 'png' | 'gif') => {
    await page.goto('/account')
    await page.getByLabel('Picture').setInputFiles(file(await picture(format)))
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(flash(page, 'Your account is saved.')).toBeVisible()
    return (await page.getByRole('img', { name: /^Picture of/ }).getAttribute('src')) as string
  }
  const first = await upload('png')
  const second = await upload('gif')
  expect(second).not.toBe(first)
  const { request } = guest.context()
  for (const [address, status] of [
    [first, 404],
    [first.replace('-128', '-96'), 404],
    [second, 200],
  ] as const)
    await expect.poll(async () => (await request.get(address)).status(), { message: address }).toBe(status)
  await writePost(member.context.request, 'With the small one')
  await page.goto('/')
  const small = second.replace('-128', '-48')
  await expect(postWith(page, 'With the small one').getByRole('img')).toHaveAttribute('src', small)
})

test('removes the picture, shows the identicon and keeps the typed text [ACC-08]', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  await page.goto('/account')
  const remove = page.getByRole('button', { name: 'Remove picture' })
  await expect(remove).toHaveCount(0)
  await page.getByLabel('Picture').setInputFiles(file(await picture('png')))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  const image = page.getByRole('img', { name: /^Picture of/ })
  const source = (await image.getAttribute('src')) as string
  expect((await guest.context().request.get(source)).status()).toBe(200)
  await page.getByLabel('About me').fill('Not saved yet')
  await remove.click()
  await expect(flash(page, 'Your picture is removed.')).toBeVisible()
  await expect(image).toHaveAttribute('src', /\/avatars\/\d+\.svg$/)
  await expect(remove).toHaveCount(0)
  await expect(page.getByLabel('About me')).toHaveValue('Not saved yet')
  expect((await guest.context().request.get(source)).status()).toBe(404)
})

test('accepts a photo of more than 3 MB [ACC-10]', async ({ member }) => {
  const { page } = member
  const buffer = await photo()
  expect(buffer.length).toBeGreaterThan(3_000_000)
  expect(buffer.length).toBeLessThan(5 * 1024 * 1024)
  await page.goto('/account')
  await page.getByLabel('Picture').setInputFiles(file(buffer, 'photo.jpg', 'image/jpeg'))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await expect(page.getByRole('img', { name: /^Picture of/ })).toHaveAttribute('src', /-128\.webp$/)
})

test('rejects a file above the size limit with a message [ACC-10]', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('Picture').setInputFiles(file(Buffer.alloc(5 * 1024 * 1024 + 1), 'huge.png'))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/larger than [45] MB/)).toBeVisible()
})
