import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { aViewer, testPassword } from '../testing/factories'
import { anApp } from '../testing/oauth'
import { changeApp, registerApp } from './mutations'
import { formActionSource, isAllowedRedirectUri, isRegisteredRedirectUri } from './policy'
import { findApp, listOwnApps } from './queries'
import { appChangeInput, newAppInput } from './schema'

beforeEach(resetLimits)

describe('a redirect URI', () => {
  test.each([
    'https://app.example/callback',
    'https://app.example:8443/callback?from=roost',
    'http://127.0.0.1/callback',
    'http://[::1]:8080/callback',
    'http://localhost:3000/callback',
    'com.example.app:/callback',
    'com.example.app://callback',
  ])('can be %s [SEC-20]', (uri) => expect(isAllowedRedirectUri(uri)).toBe(true))

  test.each([
    'http://app.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost@evil.example/callback',
    'https://user:pass@app.example/callback',
    'https://*.app.example/callback',
    'https://a;sandbox/callback',
    'https://a,script-src/callback',
    "https://a$'b/callback",
    'https://app.example/callback#fragment',
    'https://app.example\\@evil.example/callback',
    'https:app.example/callback',
    'HTTPS://app.example/callback',
    '//app.example/callback',
    '/callback',
    'javascript:alert(1)',
    'data:text/html,x',
    'myapp:/callback',
    'com.example.app:',
    'https://app.example/ call',
    'https://äpp.example/callback',
    `https://app.example/${'x'.repeat(500)}`,
  ])('cannot be %s [SEC-20]', (uri) => expect(isAllowedRedirectUri(uri)).toBe(false))

  const registered = ['https://app.example/callback', 'http://127.0.0.1/cb?x=1', 'http://localhost:3000/cb']

  test.each(['https://app.example/callback', 'http://127.0.0.1:49152/cb?x=1', 'http://localhost:3000/cb'])(
    'matches as %s',
    (uri) => expect(isRegisteredRedirectUri(registered, uri)).toBe(true),
  )

  test.each([
    'https://app.example/callback/',
    'https://app.example/callback?x=1',
    'https://app.example/callback#x',
    'https://app.example/Callback',
    'https://app.example:443/callback',
    'https://app.example/a/../callback',
    'https://app.example.evil.example/callback',
    'https://sub.app.example/callback',
    'http://app.example/callback',
    'http://127.0.0.1:1@evil.example/cb?x=1',
    'http://127.0.0.1:49152/cb',
    'http://localhost:3001/cb',
  ])('does not match as %s [SEC-20]', (uri) => expect(isRegisteredRedirectUri(registered, uri)).toBe(false))

  test.each([
    ['https://app.example:8443/cb', 'https://app.example:8443'],
    ['http://127.0.0.1:49152/cb', 'http://127.0.0.1:49152'],
    ['http://[::1]:49152/cb', 'http:'],
    ['com.example.app:/cb', 'com.example.app:'],
  ])('%s is the source %s of form-action', (uri, source) => expect(formActionSource(uri)).toBe(source))
})

describe('an app', () => {
  test('is registered with a secret that is stored as a digest, or without one', async () => {
    const ann = await aViewer()
    const server = await anApp({ confidential: 'on', website: 'https://app.example/' }, ann)
    const native = await anApp({ redirectUris: 'com.example.app:/cb\r\nhttp://127.0.0.1/cb\r\n' }, ann)
    expect(server.secret).toMatch(/^roost_secret_[0-9a-f]{64}$/)
    expect(native.secret).toBeNull()
    expect(JSON.stringify(await db.oAuthApp.findMany())).not.toContain(server.secret)
    expect(await listOwnApps(ann)).toMatchObject([
      { clientId: native.clientId, redirectUris: ['com.example.app:/cb', 'http://127.0.0.1/cb'] },
      { clientId: server.clientId, website: 'https://app.example/', isConfidential: true },
    ])
    expect(await listOwnApps(await aViewer())).toEqual([])
  })

  test.each([
    [{ appName: '' }, 'appName.required'],
    [{ appName: 'x'.repeat(51) }, 'appName.tooLong'],
    [{ appName: 'Roost \u202Eppa' }, 'appName.characters'],
    [{ website: 'javascript:alert(1)' }, 'website.invalid'],
    [{ redirectUris: ' \n ' }, 'redirectUris.required'],
    [{ redirectUris: 'https://a.example/\nhttp://b.example/' }, 'redirectUris.invalid'],
    [
      { redirectUris: Array.from({ length: 11 }, (_, n) => `https://a.example/${n}`).join('\n') },
      'redirectUris.tooMany',
    ],
  ])('is refused with %j', (change, error) => {
    const result = newAppInput.safeParse({ appName: 'A', redirectUris: 'https://a.example/', ...change })
    expect(result.error?.issues.map(({ message }) => message)).toContain(error)
  })

  test('needs a recent proof of identity, and so does a new secret [SEC-09]', async () => {
    const ann = await aViewer()
    const input = { appName: 'A', redirectUris: 'https://a.example/', confidential: 'on' }
    const { clientId } = await registerApp(ann, newAppInput.parse(input))
    const createdAt = new Date(Date.now() - 10 * 60_000)
    await transaction((tx) => tx.session.update({ where: { id: ann.sessionId }, data: { createdAt } }))
    const refused = { fieldErrors: { current: 'current.required' } }
    await expect(registerApp(ann, newAppInput.parse(input))).rejects.toMatchObject(refused)
    const { id } = await db.oAuthApp.findFirstOrThrow()
    const change = { ...input, id: String(id), intent: 'secret' }
    await expect(changeApp(ann, appChangeInput.parse(change))).rejects.toMatchObject(refused)
    const before = await findApp(clientId)
    await changeApp(ann, appChangeInput.parse({ ...change, current: testPassword }))
    expect((await findApp(clientId))?.secretHash).not.toBe(before?.secretHash)
  })

  test('is changed by its owner only', async () => {
    const { owner, clientId } = await anApp()
    const { id } = await db.oAuthApp.findFirstOrThrow()
    const input = appChangeInput.parse({ id: String(id), appName: 'New', redirectUris: 'https://b.example/' })
    await expect(changeApp(await aViewer(), input)).rejects.toMatchObject({ code: 'not-found' })
    expect(await findApp(clientId)).toMatchObject({ name: 'Example' })
    await changeApp(owner, input)
    expect(await findApp(clientId)).toMatchObject({ name: 'New', redirectUris: ['https://b.example/'] })
    const secret = appChangeInput.parse({
      ...input,
      redirectUris: 'https://b.example/',
      id: String(id),
      intent: 'secret',
    })
    await expect(changeApp(owner, secret)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is limited to twenty per owner', async () => {
    const ann = await aViewer()
    for (let count = 0; count < 20; count++) await anApp({}, ann)
    await expect(anApp({}, ann)).rejects.toMatchObject({ fieldErrors: { appName: 'appName.tooMany' } })
  })

  test('is unknown while its owner is suspended', async () => {
    const { owner, clientId } = await anApp()
    await transaction((tx) => tx.user.update({ where: { id: owner.id }, data: { bannedAt: new Date() } }))
    expect(await findApp(clientId)).toBeNull()
  })
})
