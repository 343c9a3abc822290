import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { newPassword } from '../users/schema'
import { findWeakness } from './check-password'

const ann = { username: 'AnnBird', email: 'Ann.Bird@example.com' }

test.each([
  ['own', 'annbird'],
  ['own', 'ANNBIRD'],
  ['own', 'ann.bird@swampland.example'],
  ['own', 'ann.bird'],
  ['own', 'annbird1990!'],
  ['own', '!!annbird'],
  ['own', 'bird.ann.bird'],
  ['own', 'avocet-1990'],
  ['own', '4voc3t1990'],
  ['own', 'swampland1990'],
  ['own', 'john@example.com1'],
  ['own', 'roost2026'],
  ['own', 'roost roost'],
  ['own', 'Roost-Roost!'],
  ['own', 'Microblog!'],
  ['common', 'password'],
  ['common', 'qwertyuiop'],
  ['common', 'ｐａｓｓｗｏｒｄ'],
  ['common', 'password password'],
  ['common', 'hello world'],
  ['similar', 'Passw0rd!'],
  ['similar', 'iloveyou2024'],
  ['similar', 'barcelona2024'],
  ['repeated', '12345678901234567890'],
  ['repeated', 'aaaaaaaaaaaa'],
  ['repeated', 'ab1ab1ab1xyz'],
  ['repeated', '🐦🐦🐦🐦🐦🐦🐦🐦'],
  ['repeated', '日日日日日日日日'],
  ['sequence', 'abcdefghijkl'],
  ['keyboard', 'asdfghjkl;'],
  ['date', '1990-01-02'],
  ['word', 'herons12'],
  ['word', 'contraseña'],
])('rejects a password that is easy to guess with the reason %s: %s [REG-10]', async (reason, password) => {
  const ann = { username: 'AnnBird', email: 'Ann.Bird@swampland.example', displayName: 'The Avocet' }
  const john = { username: 'john', email: 'john@example.com' }
  expect(await findWeakness(password, password.startsWith('john') ? john : ann)).toBe(`password.${reason}`)
})

test.each([
  ['correct horse battery staple'],
  ['annbird likes to fly'],
  ['roost is where i write'],
  ['no digits no capitals'],
  ['four tall herons'],
  ['green tea time'],
  ['quiet lantern 42'],
  ['mi perro come pan'],
  ['пять птиц на ветке'],
  ['密码是很长的一句话'],
  ['🐦🐱🐶🐭🐹🐰🦊🐻'],
  ['xK7pQ2vR'],
  ['hT!9wq2Z'],
  ['9f3kd02x'],
  ['a sentence of seventy-two bytes is as long as any password here once could be!!'],
])('accepts an ordinary passphrase or a random password: %s [REG-10]', async (password) => {
  expect(newPassword.parse(password)).toBe(password)
  expect(await findWeakness(password, ann)).toBeNull()
})

test('ignores usernames that are too short to compare', async () => {
  expect(await findWeakness('ab12945678?', { username: 'ab', email: 'ab@x.example' })).toBeNull()
})

test('rejects checks that would wait too long, and accepts later ones [SEC-31]', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 300 }, () => findWeakness('four tall herons', ann)),
  )
  const refusals = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(all.length - refusals.length).toBeGreaterThanOrEqual(150)
  expect(refusals.length).toBeGreaterThan(100)
  for (const reason of refusals) expect(reason).toMatchObject({ code: 'busy', retryAfter: 10 })
  expect(await findWeakness('password', ann)).toBe('password.common')
})

/** A fake Pwned Passwords service that responds with `body`. Returns the requested paths. */
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

test('rejects a leaked password and sends only five characters of its hash [SEC-02]', async () => {
  const asked = await breachService(`0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n${sha1.slice(5)}:42\r\n`)
  expect(await findWeakness(leaked, ann)).toBe('password.breached')
  expect(asked).toEqual([`/range/${sha1.slice(0, 5)}`])
})

test.each([
  ['returns other hashes only', `0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n`, 200],
  ['pads the response with counts of zero', `${sha1.slice(5)}:0\r\n`, 200],
  ['responds with 500', 'oops', 500],
  ['redirects', '', 302],
])('accepts the password when the service %s', async (_, body, status) => {
  await breachService(body, status)
  expect(await findWeakness(leaked, ann)).toBeNull()
})

test('accepts the password when the service is down', async () => {
  changeSettings({ PASSWORD_BREACH_URL: 'http://127.0.0.1:1/range' })
  expect(await findWeakness(leaked, ann)).toBeNull()
})
