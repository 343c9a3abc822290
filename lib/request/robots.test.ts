import { expect, test } from 'vitest'
import { robotsText } from '../api/robots-text'
import { routes } from './routes'

const robots = robotsText('https://roost.example')
const rules = [...robots.matchAll(/^Disallow: (\S+)$/gm)].map(([, rule = '']) => rule)

const exceptions = [...robots.matchAll(/^Allow: (\S+)\$$/gm)].map(([, path]) => path)

/** Whether a rule matches the start of the path, and no exception the whole path (RFC 9309 §2.2.2). */
const isDisallowed = (path: string) =>
  !exceptions.includes(path) &&
  rules.some((rule) => {
    const [first = '', ...others] = rule.split('*')
    if (!path.startsWith(first)) return false
    let from = first.length
    return others.every((part) => {
      const found = path.indexOf(part, from)
      from = found + part.length
      return found >= 0
    })
  })

const sample = (name: string) => name.replace(/\[\w+\]/, '7')

test('robots.txt excludes every page that a guest cannot open, and every page of a link in a mail', () => {
  const isPrivate = ({ name, gate }: (typeof routes)[number]) =>
    gate !== 'public' || name.endsWith('[token]') || name === '/account/keep'
  const excluded = routes.filter((route) => isPrivate(route)).map(({ name }) => name)
  expect(excluded.length).toBeGreaterThan(15)
  expect(excluded.filter((name) => !isDisallowed(sample(name)))).toEqual([])
})

test('robots.txt allows the other pages, except the search', () => {
  const open = routes.filter(({ gate, name }) => gate === 'public' && !name.includes('[token]'))
  const disallowed = open.filter(({ name }) => isDisallowed(sample(name))).map(({ name }) => name)
  expect(disallowed).toEqual(['/search', '/account/keep'])
})

test('robots.txt names the sitemap by an absolute address [SYN-08]', () => {
  expect(robots).toMatch(/^Sitemap: https:\/\/roost\.example\/sitemap\.xml$/m)
})
