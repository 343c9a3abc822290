import { expect, test } from 'vitest'
import { parseEnv } from '../env'
import { findHostProblem } from './host-problem'
import { ephemeralHost, functionHost } from './hosts.mjs'

const secret = 'kDl2eYq0fJw8uGm5sXz1vNb7cRt4hPa9'
const on = (host: string, settings: Record<string, string> = {}) =>
  parseEnv({ NODE_ENV: 'production', AUTH_SECRET: secret, [host]: '1', ...settings })

const complete = {
  DATABASE_URL: 'postgres://ann@db.example/roost',
  APP_URL: 'https://roost.example',
  CRON_SECRET: 'a secret of the scheduler',
  S3_ENDPOINT: 'https://s3.example',
  S3_BUCKET: 'roost',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
  SMTP_URL: 'smtp://mail.example',
}

test.each([
  [{ VERCEL: '1' }, 'Vercel', 'Vercel'],
  // Vercel may run functions on Lambda.
  [{ VERCEL: '1', AWS_LAMBDA_FUNCTION_NAME: 'x' }, 'Vercel', 'Vercel'],
  [{ AWS_LAMBDA_FUNCTION_NAME: 'roost' }, 'AWS Lambda', 'AWS Lambda'],
  [{ DYNO: 'web.1' }, 'Heroku', null],
  [{ K_SERVICE: 'roost' }, 'Cloud Run', null],
  [{ VERCEL: '' }, undefined, null],
])('with %j the host is %s, and runs functions if it is %s', (variables, host, functions) => {
  expect([ephemeralHost(variables), functionHost(variables)]).toEqual([host, functions])
})

test('on a serverless host, nothing relies on memory, timers or open connections by default', () => {
  const expected = { LIVE: 'poll', JOBS: 'cron', GUEST_PAGES: 'dynamic', TRUST_PROXY: 1 }
  expect(on('VERCEL')).toMatchObject({ ...expected, functionHost: 'Vercel' })
  expect(on('VERCEL', { LIVE: 'stream', TRUST_PROXY: '2' })).toMatchObject({ LIVE: 'stream', TRUST_PROXY: 2 })
  const elsewhere = { LIVE: 'stream', JOBS: 'auto', GUEST_PAGES: 'prerendered', TRUST_PROXY: 0 }
  expect(on('DYNO')).toMatchObject({ ...elsewhere, functionHost: null })
})

test('on a serverless host, one line names all settings that are missing', () => {
  expect(findHostProblem(on('VERCEL', complete))).toBeNull()
  expect(findHostProblem(on('VERCEL', { ...complete, SMTP_URL: '', MAIL_SERVER: 'mail.example' }))).toBeNull()
  expect(findHostProblem(on('DYNO'))).toBeNull()
  const problem = findHostProblem(on('AWS_LAMBDA_FUNCTION_NAME', { ...complete, APP_URL: '', S3_BUCKET: '' }))
  expect(problem).toMatch(/^AWS Lambda keeps no files, [^\n]*: APP_URL, S3_BUCKET\. [^\n]+$/)
  expect(findHostProblem(on('VERCEL', { ...complete, DATABASE_URL: 'file:/tmp/roost.db' }))).toContain(
    'DATABASE_URL',
  )
})
