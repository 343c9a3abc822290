import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildCommit, buildVersion } from '../../../lib/env/build-version.mjs'
import { GET } from './route'

test('returns the version of package.json and the commit of the build', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(buildVersion()).toBe(version)
  process.env.ROOST_VERSION = buildVersion()
  process.env.ROOST_COMMIT = buildCommit({ SOURCE_COMMIT: 'c11fe88aa0' })
  const response = GET()
  expect(await response.json()).toEqual({ version, commit: 'c11fe88aa0' })
  expect(response.headers.get('cache-control')).toBe('no-store')
  process.env.ROOST_COMMIT = ''
  expect(await GET().json()).toEqual({ version, commit: null })
})

test('takes the commit from the host, else from Git, and ignores other values', () => {
  expect(buildCommit({ VERCEL_GIT_COMMIT_SHA: 'c11fe88aa0' })).toBe('c11fe88aa0')
  expect(buildCommit({ SOURCE_COMMIT: 'main; rm' }, '/')).toBe('')
  expect(buildCommit({}, '/')).toBe('')
  expect(buildCommit({})).toMatch(/^([0-9a-f]{7,40})?$/)
})

test('the changelog begins with this version, and says how to upgrade', () => {
  const changelog = readFileSync('CHANGELOG.md', 'utf8')
  expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(buildVersion())
  expect(changelog).toMatch(/^### Upgrade$/m)
})
