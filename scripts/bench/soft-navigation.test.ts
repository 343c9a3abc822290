import { expect, test } from 'vitest'
import { guestPage, memberPage, softNavigation } from './soft-navigation'

// Recorded in Chromium with Next 16.4.6 after a click on the link to /explore.
const recorded = [
  {
    from: memberPage,
    path: '/explore?_rsc=EKnVnbP56T69GNO2',
    tree: '["",{"children":["(dynamic)",{"children":["notifications",{"children":["__PAGE__",{},null,null,0]},null,null,0]},null,null,16]},null,null,16]',
    url: '/notifications',
  },
  {
    from: guestPage,
    path: '/explore?_rsc=w29SSoApmU6MFbzw',
    tree: '["",{"children":["guest",{"children":[["locale","en","d",null],{"children":["about",{"children":["__PAGE__",{},null,null,1024]},null,null,1024]},null,null,1040]},null,null,1040]},null,null,1040]',
    url: '/guest/en/about',
  },
]

test.each(recorded)('builds the same request as a browser on $url', async ({ from, path, tree, url }) => {
  const request = await softNavigation(from, '/explore')
  const { 'next-router-state-tree': sent = '', ...headers } = request.headers
  expect(request.path).toBe(path)
  expect(decodeURIComponent(sent)).toBe(tree)
  expect(headers).toEqual({ rsc: '1', 'next-url': url })
})

test('appends the _rsc parameter to an existing query string', async () => {
  const { path } = await softNavigation(memberPage, '/search?q=garden')
  expect(path).toBe('/search?q=garden&_rsc=EKnVnbP56T69GNO2')
})
