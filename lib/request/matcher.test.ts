import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { config } from '../../proxy'

const matches = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path))

test.each([
  ...readdirSync('public').map((name) => `/${name}`),
  '/users/ann/card',
  '/data/home',
  '/api/posts',
  '/api/docs/x',
  '/api/docsx',
  '/translate',
  '/users/ann/feed.xml',
  '/tags/bird/feed.json',
  '/explore/feed.xml',
  '/search/feed.json',
  '/posts/1/preview.png',
  '/users/ann/preview.png',
  '/oembed',
  '/robots.txt',
  '/sitemap.xml',
  '/sitemaps/posts-1.xml',
  '/.well-known/security.txt',
  '/.well-known/oauth-authorization-server',
  '/oauth/token',
  '/oauth/revoke',
])('the proxy does not run for %s', (path) => expect(matches(path)).toBe(false))

test.each([
  ['/'],
  ['/explore'],
  ['/api/docs'],
  ['/icon'],
  ['/icon.svgx'],
  ['/icon.svg/x'],
  ['/robots.txt/x'],
  ['/avatars/1/2'],
  ['/users/ann/cards'],
  ['/users/ann/card/x'],
  ['/users/card'],
  ['/translate/x'],
  ['/users/ann/feed'],
  ['/users/ann/feedxxml'],
  ['/users/ann/feed.xml/x'],
  ['/posts/1/feed.xml'],
  ['/feed.xml'],
  ['/tags/bird/preview.png'],
  ['/oembed/x'],
  ['/sitemaps'],
  ['/sitemaps/a/b'],
  ['/.well-known/security.txtx'],
  ['/.well-known/change-password'],
  ['/oauth/authorize'],
  ['/oauth/token/x'],
])('the proxy runs for %s', (path) => expect(matches(path)).toBe(true))
