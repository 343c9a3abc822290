import { expect, test } from 'vitest'
import { settingHints } from './setting-hints.mjs'

const hints = (found: Partial<Parameters<typeof settingHints>[0]>) =>
  settingHints({ file: [], environment: [], env: {}, ...found })

test.each([
  ['DATABSE_URL', 'DATABSE_URL in .env is not a setting: did you mean DATABASE_URL?'],
  ['DATABASE_ULR', 'DATABASE_ULR in .env is not a setting: did you mean DATABASE_URL?'],
  ['database_url', 'database_url in .env is not a setting: did you mean DATABASE_URL?'],
  ['ROOST_DATABASE_URL', 'ROOST_DATABASE_URL in .env is not a setting: did you mean DATABASE_URL?'],
  ['MAIL_SERVR', 'MAIL_SERVR in .env is not a setting: did you mean MAIL_SERVER?'],
  ['SECRET_KEY', 'SECRET_KEY in .env is not a setting: did you mean AUTH_SECRET?'],
  ['SERVER_NAME', 'SERVER_NAME in .env is not a setting: did you mean APP_URL?'],
  ['FAVOURITE_BIRD', 'FAVOURITE_BIRD in .env is not a setting; .env.example lists them all.'],
])('reports the unknown setting %s in .env [CFG-06]', (name, hint) =>
  expect(hints({ file: [name] })).toEqual([hint]),
)

test('reports an unknown environment variable once, and only if its name resembles a setting [CFG-06]', () => {
  const environment = [
    'PATH',
    'HOSTNAME',
    'API_URL',
    'HOME',
    'POSTGRES_PASSWORD',
    'PORT',
    'NODE_ENV',
    'AUTH_SECRET',
  ]
  expect(hints({ environment })).toEqual([])
  expect(hints({ environment: ['S3_BUKET', 'AUTH_TWITTER_ID', 'REDIS_ULR'] })).toEqual([
    'S3_BUKET is not a setting: did you mean S3_BUCKET?',
    'AUTH_TWITTER_ID is not a setting; .env.example lists them all.',
    'REDIS_ULR is not a setting: did you mean REDIS_URL?',
  ])
  expect(hints({ file: ['S3_BUKET'], environment: ['S3_BUKET'] })).toHaveLength(1)
})

test.each([
  [
    { TRANSLATE_PROVIDER: 'deepl' },
    'TRANSLATE_KEY must be set too, or TRANSLATE_PROVIDER will have no effect.',
  ],
  [
    { TRANSLATE_KEY: 'k' },
    'TRANSLATE_URL or TRANSLATE_PROVIDER must be set too, or TRANSLATE_KEY will have no effect.',
  ],
])('reports incomplete settings of translations: %j [CFG-06]', (env, hint) => {
  expect(hints({ env })).toEqual([hint])
})

test('accepts complete settings of translations [CFG-06]', () => {
  expect(hints({ env: { TRANSLATE_URL: 'http://localhost:5000' } })).toEqual([])
  expect(
    hints({ env: { TRANSLATE_PROVIDER: 'azure', TRANSLATE_KEY: 'k', TRANSLATE_REGION: 'westeurope' } }),
  ).toEqual([])
})

test('ignores variables of other tools in .env [CFG-06]', () => {
  expect(hints({ file: ['NODE_OPTIONS', 'TZ', 'COMPOSE_PROJECT_NAME', 'PGSSLMODE'] })).toEqual([])
})

test('reports an env file that only Next reads [CFG-06]', () => {
  expect(hints({ files: ['.env.local'] })).toEqual([
    '.env.local is not read by every part of Roost: move its lines to .env.',
  ])
})

const s3 = { S3_ENDPOINT: 'x', S3_BUCKET: 'x', S3_ACCESS_KEY_ID: 'x', S3_SECRET_ACCESS_KEY: 'x' }

test.each([
  [{ AUTH_GITHUB_ID: 'x' }, 'AUTH_GITHUB_SECRET must be set too, or AUTH_GITHUB_ID will have no effect.'],
  [{ AUTH_GOOGLE_SECRET: 'x' }, 'AUTH_GOOGLE_ID must be set too, or AUTH_GOOGLE_SECRET will have no effect.'],
  [{ AUTH_GITHUB_URL: 'x' }, 'AUTH_GITHUB_ID must be set too, or AUTH_GITHUB_URL will have no effect.'],
  [
    { ...s3, S3_ENDPOINT: undefined },
    'S3_ENDPOINT must be set too, or S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY will have no effect.',
  ],
  [
    { MAIL_USERNAME: 'x', MAIL_PASSWORD: 'x' },
    'MAIL_SERVER must be set too, or mail is only written to files.',
  ],
  [{ SMTP_URL: 'x', MAIL_SERVER: 'x', APP_URL: 'x' }, 'MAIL_SERVER has no effect beside SMTP_URL.'],
  [{ JOBS: 'cron' }, 'CRON_SECRET must be set too: without it no job runs, so no mail is sent.'],
  [{ SMTP_URL: 'x' }, 'APP_URL must be set too: links in mail need it.'],
  [
    { K_SERVICE: 'x' },
    'Cloud Run keeps no files: set DATABASE_URL to a PostgreSQL database, or everything is lost at the next start.',
  ],
])('reports a missing or ineffective setting for %j [CFG-06]', (env, hint) =>
  expect(hints({ env })).toEqual([hint]),
)

test('accepts complete and absent groups of settings [CFG-06]', () => {
  expect(hints({ env: { ...s3, AUTH_GITHUB_ID: 'x', AUTH_GITHUB_SECRET: 'x' } })).toEqual([])
})

test('hints contain no values [CFG-06]', () => {
  const env = {
    AUTH_GITHUB_ID: 's3cret',
    MAIL_PASSWORD: 's3cret',
    SMTP_URL: 'smtp://ann:s3cret@mail.example',
  }
  expect(hints({ file: ['SECRET'], env }).join()).not.toContain('s3cret')
})
