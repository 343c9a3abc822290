import { describe, expect, test } from 'vitest'
import { type Db, db } from '../../../lib/db/db'
import { formatBanner } from './banner'
import { complete } from './complete'
import { modelsOf } from './data-model'
import { preload, toScope } from './preload'

describe('the names of the shell', () => {
  test('include every model, query, mutation and factory [CLI-01]', async () => {
    const scope = toScope(await preload())
    for (const { name, delegate } of modelsOf(db)) {
      expect(scope[name]).toHaveProperty('findMany')
      expect(db[delegate as keyof Db]).toHaveProperty('findMany')
    }
    for (const name of [
      'createPost',
      'homeFeed',
      'followUser',
      'signUp',
      'getUser',
      'aPost',
      'db',
      'transaction',
      'env',
    ])
      expect(scope).toHaveProperty(name)
  })

  test('must be unique', () => {
    const group = (origin: string, name: string) => ({ title: 'queries', origin, names: { [name]: 1 } })
    expect(() => toScope([group('lib/a/queries.ts', 'find'), group('lib/b/queries.ts', 'find')])).toThrow(
      'find of lib/b/queries.ts has the same name as find of lib/a/queries.ts: rename one of them.',
    )
    expect(() => toScope([group('lib/a/queries.ts', 'fetch')])).toThrow('fetch of JavaScript')
  })

  test('are listed by group in the banner, in lines of at most 100 characters', async () => {
    const groups = await preload()
    const text = formatBanner(groups, 'SQLite, file:/x')
    for (const name of Object.keys(toScope(groups))) expect(text).toContain(name)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    expect(text).toMatch(/^ {2}models {5}User ReleasedUsername /m)
  })

  test('are completed, as are the methods of models and the properties of variables', async () => {
    const scope = { ...toScope(await preload()), user: { username: 'x' } }
    expect(complete('await createPo', scope)).toEqual([['createPost'], 'createPo'])
    expect(complete('User.findU', scope)[0]).toEqual(['User.findUnique', 'User.findUniqueOrThrow'])
    expect(complete('full(user.', scope)).toEqual([['user.username'], 'user.'])
    expect(complete('JSON.p', scope)[0]).toEqual(['JSON.parse'])
    expect(complete('nothing.here.at', scope)).toEqual([[], 'nothing.here.at'])
    expect(complete('', scope)).toEqual([Object.keys(scope).sort(), ''])
  })
})
