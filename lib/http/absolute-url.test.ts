import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { absoluteUrl } from './absolute-url'

test.each([
  ['https://roost.example', '/posts/1', 'https://roost.example/posts/1'],
  ['https://roost.example/', '/posts/1?a=b#c', 'https://roost.example/posts/1?a=b#c'],
  ['http://localhost:3000', '/', 'http://localhost:3000/'],
])('on %s the address of %s is %s [CFG-08]', (site, path, whole) => {
  changeSettings({ APP_URL: site })
  expect(absoluteUrl(path)).toBe(whole)
})

test('without APP_URL there is no address, and the error asks for it [CFG-08]', () => {
  changeSettings({ APP_URL: undefined })
  expect(() => absoluteUrl('/')).toThrow(/^APP_URL is not set: [^\n]+$/)
})
