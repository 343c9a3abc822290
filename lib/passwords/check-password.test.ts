import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { newPassword } from '../users/schema'
import { commonPasswords, weaknessOf } from './check-password'

const ann = { username: 'AnnBird', email: 'Ann.Bird@example.com' }

test('REG-10 SEC-2 more than 3,000 common passwords are refused, in any case', async () => {
  const common = [...(await commonPasswords())]
  expect(common.length).toBeGreaterThan(3000)
  for (const word of common) {
    if (!newPassword.safeParse(word).success) continue
    expect(await weaknessOf(word.toUpperCase(), ann), word).toBe('password.common')
  }
})

test.each([
  ['password.own', 'annbird'],
  ['password.own', 'ANNBIRD'],
  ['password.own', 'ann.bird@example.com'],
  ['password.own', 'ann.bird'],
  ['password.own', 'annbird1990!'],
  ['password.own', '!!annbird'],
  ['password.own', 'roost2026'],
  ['password.own', 'Microblog!'],
  ['password.common', 'password'],
  ['password.common', 'ｐａｓｓｗｏｒｄ'],
  ['password.common', 'qwertyuiop'],
  ['password.common', 'aaaaaaaaaaaa'],
  ['password.common', '🐦🐦🐦🐦🐦🐦🐦🐦'],
  ['password.common', '日日日日日日日日'],
])('REG-10 %s: %s', async (reason, password) => expect(await weaknessOf(password, ann)).toBe(reason))

test.each([
  ['correct horse battery staple'],
  ['annbird likes to fly'],
  ['no digits no capitals'],
  ['пять птиц на ветке'],
  ['a sentence of seventy-two bytes is as long as any password here may be!!'],
  ['ab1ab1ab1xyz'],
])('REG-10 long or odd ones are welcome: %s', async (password) => {
  expect(newPassword.parse(password)).toBe(password)
  expect(await weaknessOf(password, ann)).toBeNull()
})

test('a name too short to mean anything forbids nothing', async () => {
  expect(await weaknessOf('ab12345678?', { username: 'ab', email: 'ab@x.example' })).toBeNull()
})

/** A service of the Pwned Passwords form that answers with `body`; returns what it was asked for. */
async function breachService(body: string, status = 200): Promise<string[]> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status, { location: '/elsewhere' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  changeSettings({ PASSWORD_BREACH_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/` })
  return asked
}

const leaked = 'three crows, two owls'
const sha1 = createHash('sha1').update(leaked).digest('hex').toUpperCase()

test('SEC-2 a leaked password is refused, and five characters of its hash leave the machine', async () => {
  const asked = await breachService(`0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n${sha1.slice(5)}:42\r\n`)
  expect(await weaknessOf(leaked, ann)).toBe('password.breached')
  expect(asked).toEqual([`/range/${sha1.slice(0, 5)}`])
})

test.each([
  ['knows others only', `0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n`, 200],
  ['pads its answer with zeros', `${sha1.slice(5)}:0\r\n`, 200],
  ['is broken', 'oops', 500],
  ['sends us elsewhere', '', 302],
])('a service that %s stops nobody', async (_, body, status) => {
  await breachService(body, status)
  expect(await weaknessOf(leaked, ann)).toBeNull()
})

test('a service that is away stops nobody', async () => {
  changeSettings({ PASSWORD_BREACH_URL: 'http://127.0.0.1:1/range' })
  expect(await weaknessOf(leaked, ann)).toBeNull()
})
