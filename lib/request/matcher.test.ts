import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { config } from '../../proxy'

const matches = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path))

test.each([
  ...readdirSync('public').map((name) => `/${name}`),
  '/users/ann/card',
  '/data/home',
  '/translate',
  '/.well-known/security.txt',
])('the proxy does not run for %s', (path) => expect(matches(path)).toBe(false))

test.each([
  ['/'],
  ['/explore'],
  ['/icon'],
  ['/icon.svgx'],
  ['/icon.svg/x'],
  ['/robots.txt/x'],
  ['/avatars/1/2'],
  ['/users/ann/cards'],
  ['/users/ann/card/x'],
  ['/users/card'],
  ['/translate/x'],
  ['/.well-known/security.txtx'],
  ['/.well-known/change-password'],
])('the proxy runs for %s', (path) => expect(matches(path)).toBe(true))
