import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { canMount, smallDisk } from '../lib/testing/small-disk'
import { temporaryDirectory } from '../lib/testing/temporary-directory'
import { dotEnv, settings, toolSettings, wholeSetting, workerSettings } from './settings.mjs'

const secret = 'kDl2eYq0fJw8uGm5sXz1vNb7cRt4hPa9'

/** A directory below a file: even root cannot create it. */
function unwritable() {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  return join(file, 'data')
}

describe('.env', () => {
  test('is read and overridden by the environment, and its empty values are ignored [CFG-01]', () => {
    const file = join(temporaryDirectory(), '.env')
    writeFileSync(file, '# a comment\nPOSTS_PER_PAGE=7\nLOG_LEVEL=" debug "\nAPP_URL=\nexport PORT=4000\n')
    const env = settings(
      { DATA_DIR: temporaryDirectory(), POSTS_PER_PAGE: ' 9 ', LOG_LEVEL: ' ' },
      dotEnv(file),
    )
    expect(env).toMatchObject({ POSTS_PER_PAGE: '9', LOG_LEVEL: 'debug', PORT: '4000' })
    expect(env).not.toHaveProperty('APP_URL')
  })

  test('may be missing [CFG-01]', () => expect(dotEnv(join(temporaryDirectory(), '.env'))).toEqual({}))
})

describe('secrets', () => {
  test('are generated at the first start, stored, and readable by their owner only [CFG-04]', () => {
    const DATA_DIR = join(temporaryDirectory(), 'new', 'data')
    const first = settings({ DATA_DIR }, {})
    expect(first.AUTH_SECRET).toMatch(/^\S{44}$/)
    expect(settings({ DATA_DIR }, {})).toEqual(first)
    expect(statSync(join(DATA_DIR, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(settings({ DATA_DIR: temporaryDirectory() }, {}).AUTH_SECRET).not.toBe(first.AUTH_SECRET)
  })

  test('are in a directory with mode 700, also if an older version created it', () => {
    const mode = (path: string) => statSync(path).mode & 0o777
    const DATA_DIR = join(temporaryDirectory(), 'data')
    settings({ DATA_DIR }, {})
    expect(mode(DATA_DIR)).toBe(0o700)
    chmodSync(DATA_DIR, 0o755)
    chmodSync(join(DATA_DIR, 'secrets.json'), 0o644)
    settings({ DATA_DIR }, {})
    expect([mode(DATA_DIR), mode(join(DATA_DIR, 'secrets.json'))]).toEqual([0o700, 0o600])
  })

  test('that are set override the stored ones [CFG-04]', () => {
    const DATA_DIR = temporaryDirectory()
    settings({ DATA_DIR }, {})
    expect(settings({ DATA_DIR, AUTH_SECRET: secret }, {}).AUTH_SECRET).toBe(secret)
  })

  test('that are missing on a read-only disk abort the start with a one-line error [CFG-04]', () => {
    const DATA_DIR = unwritable()
    const start = (more: Record<string, string>) => settings({ DATA_DIR, ...more }, {})
    expect(() => start({})).toThrow(
      /^The data directory \S+ cannot be written \(ENOTDIR\), so AUTH_SECRET [^\n]+$/,
    )
    expect(() => start({ AUTH_SECRET: secret })).toThrow(
      /^The data directory [^\n]+ set DATA_DIR to another\.$/,
    )
    const env = start({ AUTH_SECRET: secret, DATABASE_URL: 'postgresql://db.example/roost' })
    expect(Buffer.from(`${env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY}`, 'base64')).toHaveLength(32)
  })

  test.each([
    ['VERCEL', 'Vercel'],
    ['NETLIFY', 'Netlify'],
    ['AWS_LAMBDA_FUNCTION_NAME', 'AWS Lambda'],
    ['K_SERVICE', 'Cloud Run'],
    ['DYNO', 'Heroku'],
  ])(
    'that are missing on a host without a persistent disk (%s) abort the start, and none is generated [CFG-04]',
    (variable, host) => {
      const DATA_DIR = join(temporaryDirectory(), 'data')
      expect(() => settings({ DATA_DIR, [variable]: 'x' }, {})).toThrow(
        new RegExp(`^${host} keeps no files, so AUTH_SECRET [^\\n]+$`),
      )
      expect(existsSync(DATA_DIR)).toBe(false)
      const set = settings({ DATA_DIR, [variable]: 'x', AUTH_SECRET: secret }, {})
      const elsewhere = settings({ DATA_DIR: `${DATA_DIR}2`, [variable]: 'y', AUTH_SECRET: secret }, {})
      expect(set.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).toBe(elsewhere.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)
    },
  )

  if (canMount)
    test('that are missing in a container without a volume abort the start in production [CFG-04]', () => {
      const { path } = smallDisk(100)
      const container = { DATA_DIR: path, KUBERNETES_SERVICE_HOST: '10.0.0.1' }
      expect(() => settings({ ...container, NODE_ENV: 'production' }, {})).toThrow(
        new RegExp(`^${path} is deleted with its container, so AUTH_SECRET [^\\n]+$`),
      )
      expect(settings({ ...container, NODE_ENV: 'production', AUTH_SECRET: secret }, {}).AUTH_SECRET).toBe(
        secret,
      )
      expect(settings(container, {}).AUTH_SECRET).toMatch(/^\S{44}$/)
    })

  test('in a damaged file are reported with its path [CFG-04]', () => {
    const DATA_DIR = temporaryDirectory()
    writeFileSync(join(DATA_DIR, 'secrets.json'), '{')
    expect(() => settings({ DATA_DIR }, {})).toThrow(`${DATA_DIR}/secrets.json cannot be read`)
  })

  test.each(['{}', 'null', '[]'])('are missing in a file with %s, which is reported [CFG-04]', (text) => {
    const DATA_DIR = temporaryDirectory()
    writeFileSync(join(DATA_DIR, 'secrets.json'), text)
    for (const read of [settings, toolSettings, workerSettings])
      expect(() => read({ DATA_DIR }, {})).toThrow(`${DATA_DIR}/secrets.json has no AUTH_SECRET: restore`)
    expect(settings({ DATA_DIR, AUTH_SECRET: secret }, {}).AUTH_SECRET).toBe(secret)
  })
})

describe('a command-line tool', () => {
  test('uses the settings of the server', () => {
    const DATA_DIR = temporaryDirectory()
    const { AUTH_SECRET } = settings({ DATA_DIR }, {})
    const tool = toolSettings({ DATA_DIR }, { LOG_LEVEL: 'warn' })
    expect(tool).toMatchObject({ AUTH_SECRET, DATA_DIR, LOG_LEVEL: 'warn' })
  })

  test('gets a temporary secret and creates no file before the first server start', () => {
    const DATA_DIR = join(temporaryDirectory(), 'data')
    expect(toolSettings({ DATA_DIR }, {}).AUTH_SECRET).toMatch(/^\S{44}$/)
    expect(existsSync(DATA_DIR)).toBe(false)
  })
})

describe('numeric settings of the server processes', () => {
  test.each([
    ['PORT', undefined, 3000],
    ['PORT', '', 3000],
    ['PORT', ' 80 ', 80],
    ['WEB_CONCURRENCY', '2', 2],
    ['TRUST_PROXY', ' ', 0],
  ])('are parsed: %s=%j as %i [CFG-07]', (name, text, number) =>
    expect(wholeSetting({ [name]: text }, name)).toBe(number),
  )

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '1.5'],
    ['WEB_CONCURRENCY', '0'],
    ['WEB_CONCURRENCY', 'auto'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', 'true'],
  ])('are rejected at the start with the valid range: %s=%s [CFG-07]', (name, text) => {
    const message = new RegExp(`^${name} is "${text}": set it to a whole number from \\d+ to \\d+\\.$`)
    expect(() => settings({ DATA_DIR: temporaryDirectory(), [name]: text }, {})).toThrow(message)
  })

  test('make scripts/server.mjs exit with a one-line error if invalid [CFG-07]', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/server.mjs'], {
      env: { ...process.env, PORT: 'http' },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([1, 'PORT is "http": set it to a whole number from 1 to 65535.\n'])
  })
})

test('stores the secrets as JSON', () => {
  const DATA_DIR = temporaryDirectory()
  const { AUTH_SECRET, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY } = settings({ DATA_DIR }, {})
  const stored = JSON.parse(readFileSync(join(DATA_DIR, 'secrets.json'), 'utf8'))
  expect(stored).toEqual({ AUTH_SECRET, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY })
})
