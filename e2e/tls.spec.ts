import type { Response } from '@playwright/test'
import { expect, fillLogIn, fillSignUp, flash, postWith, pressInMenu, publishPost, test } from './fixtures'
import { needs } from './needs'
import { type OwnServer, startOwnServer } from './own-server'
import { newAccount, uniqueName } from './plain-http'
import { startTlsProxy, type TlsProxy } from './tls-proxy'

const proxies = [
  { name: 'a TLS proxy that keeps the host', keepHost: true, hops: 1 },
  { name: 'a TLS proxy that rewrites the host', keepHost: false, hops: 1 },
  { name: 'two proxies that keep the host', keepHost: true, hops: 2 },
]

for (const { name, keepHost, hops } of proxies) {
  test.describe(`behind ${name}`, () => {
    test.describe.configure({ mode: 'default' })
    needs('own server')
    let own: OwnServer
    let proxy: TlsProxy

    test.beforeAll(async () => {
      proxy = await startTlsProxy(() => own.url, { keepHost, hops })
      // A preserved Host header needs no setting.
      const APP_URL = keepHost ? '' : proxy.url
      own = await startOwnServer(undefined, { APP_URL, TRUST_PROXY: String(hops) })
    })
    test.afterAll(async () => {
      await proxy.close()
      await own.stop()
    })

    for (const javaScriptEnabled of [true, false])
      test(`supports sign-up, posting, following, log-out and log-in, JavaScript ${javaScriptEnabled ? 'on' : 'off'} [FRM-02, LOG-13]`, async ({
        newVisitor,
      }) => {
        const options = { ignoreHTTPSErrors: true, baseURL: proxy.url, javaScriptEnabled }
        const other = newAccount()
        const otherPage = await newVisitor(options)
        await otherPage.goto('/signup')
        await fillSignUp(otherPage, other)
        await expect(flash(otherPage, `Welcome, ${other.username}!`)).toBeVisible()

        const page = await newVisitor(options)
        const account = newAccount()
        await page.goto('/signup')
        await fillSignUp(page, account)
        await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
        await expect(page).toHaveURL(`${proxy.url}/`)

        const text = `From behind TLS ${uniqueName()}`
        await publishPost(page, text)
        await expect(postWith(page, text)).toBeVisible()

        await page.goto(`/users/${other.username}`)
        await page.getByRole('button', { name: 'Follow', exact: true }).click()
        await expect(page.getByRole('button', { name: 'Unfollow' })).toBeVisible()

        const cookies = await page.context().cookies()
        const session = cookies.find(({ name }) => name === '__Host-roost.session')
        expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
        expect(cookies.filter(({ secure }) => !secure)).toEqual([])

        await page.getByRole('button', { name: 'Log out' }).click()
        await expect(flash(page, 'You are logged out.')).toBeVisible()
        await page.goto('/login?next=/account')
        await fillLogIn(page, account.username, account.password)
        await expect(page).toHaveURL(`${proxy.url}/account`)
        await expect(page.getByLabel('Username')).toHaveValue(account.username)
        expect(own.output()).not.toContain('failed to get redirect response')
        expect(own.output()).not.toContain('Aborting the action')
      })

    test('sets every cookie Secure [LOG-13]', async ({ newVisitor }) => {
      const page = await newVisitor({ ignoreHTTPSErrors: true, baseURL: proxy.url, javaScriptEnabled: false })
      const received: ReturnType<Response['headersArray']>[] = []
      page.on('response', (response) => received.push(response.headersArray()))
      await page.goto('/account')
      await page.goto('/signup')
      const account = newAccount()
      await fillSignUp(page, account)
      await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
      await pressInMenu(page, 'Español')
      await expect(page.locator('html')).toHaveAttribute('lang', 'es')
      await pressInMenu(page, 'English')
      await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      await pressInMenu(page, 'Dark')
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
      await page.context().clearCookies({ name: '__Host-roost.session' })
      await publishPost(page, 'Kept while logging in')
      await expect(page).toHaveURL(/\/login/)
      const headers = (await Promise.all(received)).flat()
      const set = headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value)
      const names = new Set(set.map((cookie) => cookie.split('=')[0]))
      expect([...names].sort()).toEqual([
        '__Host-roost.devices',
        '__Host-roost.session',
        'roost.draft',
        'roost.flash',
        'roost.locale',
        'roost.theme',
      ])
      expect(set.filter((cookie) => !/; Secure(;|$)/i.test(cookie))).toEqual([])
    })
  })
}
