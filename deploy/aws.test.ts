import { readdirSync, readFileSync } from 'node:fs'
import type { NextConfig } from 'next'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const site = read('aws/site.yaml')

test('CloudFront takes exactly the files of public and those of the build from S3 [SEC-23]', () => {
  const patterns = [...site.matchAll(/PathPattern: (\S+)/g)].map(([, pattern]) => pattern)
  const files = readdirSync(new URL('../public', import.meta.url))
  expect(patterns.sort()).toEqual(['_next/*', ...files].sort())
})

test('CloudFront adds the security headers of next.config.js [SEC-23]', async () => {
  const module = await import(new URL('../next.config.js', import.meta.url).href)
  const config = (await module.default('phase-production-server')) as NextConfig
  const all = (await config.headers?.()) ?? []
  const value = (source: string, key: string) =>
    all.find((entry) => entry.source === source)?.headers.find((header) => header.key === key)?.value
  expect(value('/:path*', 'Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains')
  const policyOf = (resource: string) => new RegExp(`^  ${resource}:\n(?: {4}.*\n)+`, 'm').exec(site)?.[0]
  for (const [resource, path] of [
    ['FileHeaders', '/icon.svg'],
    ['WorkerHeaders', '/service-worker.js'],
    ['ServerHeaders', undefined],
  ] as const) {
    const policy = policyOf(resource)?.replaceAll('Override: false', 'Override: true')
    expect(policy).toContain('{ AccessControlMaxAgeSec: 63072000, IncludeSubdomains: true, Override: true }')
    if (path) expect(policy).toContain(`ContentSecurityPolicy: "${value(path, 'Content-Security-Policy')}"`)
    else expect(policy).not.toContain('ContentSecurityPolicy')
    expect(policy).toContain(`{ FrameOption: ${value('/:path*', 'X-Frame-Options')},`)
    expect(policy).toContain(`{ ReferrerPolicy: ${value('/:path*', 'Referrer-Policy')},`)
    for (const key of ['Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy'])
      expect(policy).toContain(`{ Header: ${key}, Value: ${value('/:path*', key)}, Override: true }`)
    expect(policy).toContain(`Value: "${value('/:path*', 'Permissions-Policy')}"`)
  }
})

test('the function gets every setting that its host needs and trusts two proxies [CFG-04]', () => {
  const server = read('aws/server.yaml')
  for (const name of ['APP_URL', 'DATABASE_URL', 'AUTH_SECRET', 'CRON_SECRET', 'SMTP_URL', 'MAIL_FROM'])
    expect(server).toMatch(new RegExp(`^ {10}${name}: !`, 'm'))
  for (const name of ['ENDPOINT', 'BUCKET', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'])
    expect(server).toMatch(new RegExp(`^ {10}S3_${name}: !`, 'm'))
  // CloudFront and API Gateway. The authorizer refuses everybody else.
  expect(server).toContain('TRUST_PROXY: "2"')
  expect(server).toContain('AuthorizationType: CUSTOM')
})

test('the authorizer accepts the secret of CloudFront and the previous one, and nothing else', async () => {
  const server = read('aws/server.yaml')
  const code = /ZipFile: \|\n((?: {10}.*\n)+)/.exec(server)?.[1] ?? ''
  const exported: { handler?: (event: object) => Promise<object> } = {}
  new Function('exports', 'process', code)(exported, { env: { SECRET: 'new', PREVIOUS: '' } })
  for (const [secret, isAuthorized] of [
    ['new', true],
    ['old', false],
    ['', false],
    [undefined, false],
  ] as const)
    expect(await exported.handler?.({ headers: { 'x-origin-secret': secret } })).toEqual({ isAuthorized })
  new Function('exports', 'process', code)(exported, { env: { SECRET: 'new', PREVIOUS: 'old' } })
  expect(await exported.handler?.({ headers: { 'x-origin-secret': 'old' } })).toEqual({ isAuthorized: true })
  expect(server).toContain('IdentitySource: [$request.header.x-origin-secret]')
  expect(site).toContain(
    'OriginCustomHeaders: [{ HeaderName: X-Origin-Secret, HeaderValue: !Ref CronSecret }]',
  )
})
