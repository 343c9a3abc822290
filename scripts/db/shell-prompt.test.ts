import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Db, db } from '../../lib/db/db'
import { aPost, aUser, aViewer } from '../../lib/testing/factories'
import { banner } from './shell/banner'
import { complete } from './shell/complete'
import { modelsOf } from './shell/data-model'
import { evaluate, lastValue, type Scope, Unfinished } from './shell/evaluate'
import { full, labelledClient } from './shell/labels'
import { preload, toScope } from './shell/preload'
import { oneLine, show, toJson } from './shell/print'
import { runRepl } from './shell/repl'

describe('evaluating', () => {
  const inScope = async (codes: string[], scope: Scope = {}) => {
    let last: unknown
    for (const code of codes) last = await lastValue(code, scope)
    return last
  }

  test.each<[string[], unknown]>([
    [['1 + 1'], 2],
    [['Promise.resolve(3)'], 3],
    [['await Promise.resolve(4)'], 4],
    [['const a = 1, b = a + 1', 'a + b'], 3],
    [
      ['let { a, b: [c, ...d] } = { a: 1, b: [2, 3] }', '[a, c, d]'],
      [1, 2, [3]],
    ],
    [['const one = await Promise.resolve(1)', 'one'], 1],
    [['const u = Promise.resolve({ n: 1 }), { n } = Promise.resolve(u); u.n + n'], 2],
    [['const [p, { q = 2 }] = [Promise.resolve(1), {}]; p + q'], 3],
    [['let r; r = Promise.resolve(1); r += Promise.resolve(2); r'], 3],
    [['const f = async () => 6; [f.name, await f()]'], ['f', 6]],
    [['twice(2); function twice(n) { return n * 2 }', 'twice(4)'], 8],
    [['class A { get x() { return 5 } }', 'new A().x'], 5],
    [
      ['const all = []', 'for (const x of [1, 2]) all.push(await x)', 'all'],
      [1, 2],
    ],
    [['{ a: 1 }'], { a: 1 }],
    [['{ let b = 1 }'], undefined],
    [["'use'; // said\n'twice'"], 'twice'],
    [['var x', 'x'], undefined],
    [['let n = 0; for (const x of [1, 2]) n += x\n;[n]'], [3]],
    [['let m = 0\nwhile (m < 2) m++\nconst [k] = [m]\nk'], 2],
    [[''], undefined],
  ])('%j is %j', async (codes, value) => {
    expect(await inScope(codes)).toEqual(value)
  })

  test('objects are of our own realm, and nothing leaks out of the scope', async () => {
    const scope: Scope = {}
    expect(await lastValue('const list = [new Date(0)]; list', scope)).toEqual([new Date(0)])
    expect(await lastValue('list[0]', scope)).toBeInstanceOf(Date)
    expect(scope).toHaveProperty('list')
    expect(globalThis).not.toHaveProperty('list')
  })

  test.each(['foo(', 'if (x) {', '`abc', '[1,', '/* more', 'x =>', 'const a = {'])(
    'asks for another line after %j',
    async (code) => {
      await expect(evaluate(code, {}, () => {})).rejects.toThrow(Unfinished)
    },
  )

  test.each(['foo bar', "'abc", ')', 'const 1 = 2', "import fs from 'node:fs'"])(
    'refuses %j',
    async (code) => {
      const error = await evaluate(code, {}, () => {}).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(SyntaxError)
      expect(error).not.toBeInstanceOf(Unfinished)
    },
  )

  test('a slip of the pen forgets no variable', async () => {
    const scope: Scope = { x: 1 }
    await expect(lastValue('let x = 2; )', scope)).rejects.toThrow(SyntaxError)
    expect(scope.x).toBe(1)
  })
})

describe('DBR-12 rows print by name', () => {
  const rows = labelledClient(db)

  test('alone, in lists, below relations and inside a transaction', async () => {
    const john = await aViewer({ username: 'john' })
    await aPost(john, 'my first post!')
    const user = await rows.user.findFirstOrThrow()
    expect(show(user)).toBe('<User john>')
    expect(show(await rows.post.findMany())).toBe('[ <Post my first post!> ]')
    expect(show(await rows.post.findFirst({ include: { author: true } }))).toBe(
      '<Post my first post!> { author: <User john> }',
    )
    expect(
      show(await rows.user.findMany({ include: { posts: true, _count: { select: { posts: true } } } })),
    ).toBe('[ <User john> { posts: [ <Post my first post!> ], _count: { posts: 1 } } ]')
    expect(show(await rows.user.findMany({ select: { username: true, posts: true } }))).toBe(
      "[ { username: 'john', posts: [ <Post my first post!> ] } ]",
    )
    expect(show(await rows.user.findUnique({ where: { id: john.id } }).posts())).toBe(
      '[ <Post my first post!> ]',
    )
    expect(show(await rows.$transaction((tx) => tx.user.findFirst()))).toBe('<User john>')
    expect(show(await rows.user.findFirst({ where: { username: 'nobody' } }))).toBe('null')
  })

  test('and are otherwise what they are', async () => {
    const { id } = await aUser({ username: 'john' })
    const [labelled, plain] = [
      await rows.user.findUniqueOrThrow({ where: { id } }),
      await db.user.findUniqueOrThrow({ where: { id } }),
    ]
    expect(labelled).toStrictEqual(plain)
    expect({ ...labelled }).toStrictEqual({ ...plain })
    expect(toJson(labelled)).toBe(JSON.stringify(plain))
    expect(show(full(labelled))).toBe(show(plain))
    expect(show(full([labelled]))).toBe(show([plain]))
  })

  test('long bodies are cut, and what would move the cursor is taken out', async () => {
    const viewer = await aViewer()
    await aPost(viewer, `red \u001b[31m and\nmore \u202ewards 👩‍👩‍👧 ${'x'.repeat(80)}`)
    expect(show(await rows.post.findFirst())).toMatch(
      /^<Post red {1,2}\[31m and more {1,2}wards 👩‍👩‍👧 x+…>$/u,
    )
  })

  test('rows without a name print by what identifies them', async () => {
    const [ann, bob] = [await aViewer(), await aViewer({ username: 'bob' })]
    await aPost(ann, '@bob #tag')
    expect(show(await rows.mention.findFirst())).toBe(`<Mention postId=1 userId=${bob.id}>`)
    expect(show(await rows.postTag.findFirst())).toBe('<PostTag tag=tag postId=1>')
    expect(show(await rows.session.findFirst())).toBe(`<Session ${ann.sessionId}>`)
  })
})

test.each<[unknown, string | RegExp]>([
  [new Error('two\nlines'), 'two lines'],
  [new TypeError('x'), 'TypeError: x'],
  [{ a: 1 }, 'Thrown: { a: 1 }'],
  [undefined, 'Thrown: undefined'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), /^The database server does not answer/],
  [Object.assign(new RangeError('x'), { code: 'SQLITE_CORRUPT' }), /^The database file is damaged/],
  [Object.assign(new Error('No such table.'), { code: 'P2021' }), /^No such table\. npm run db -- upgrade /],
])('%j in one line', (error, line) => {
  expect(oneLine(error)).toMatch(line)
  expect(oneLine(error)).not.toContain('\n')
})

test('JSON holds what it can hold', () => {
  const value = { big: 12n, huge: 2n ** 70n, at: new Date(0), map: new Map([['a', 1]]), set: new Set([2]) }
  expect(toJson(value)).toBe(
    '{"big":12,"huge":"1180591620717411303424","at":"1970-01-01T00:00:00.000Z","map":{"a":1},"set":[2]}',
  )
  expect(toJson(undefined)).toBe('null')
})

describe('names', () => {
  test('CLI-01 every model, query, mutation and factory is there under a name of its own', async () => {
    const scope = toScope(await preload())
    for (const { name, delegate } of modelsOf(db)) {
      expect(scope[name]).toHaveProperty('findMany')
      expect(db[delegate as keyof Db]).toHaveProperty('findMany')
    }
    for (const name of [
      'createPost',
      'homeFeed',
      'follow',
      'signUp',
      'getUser',
      'aPost',
      'db',
      'transaction',
      'env',
    ])
      expect(scope).toHaveProperty(name)
  })

  test('two things of one name are noticed', () => {
    const group = (origin: string, name: string) => ({ title: 'queries', origin, names: { [name]: 1 } })
    expect(() => toScope([group('lib/a/queries.ts', 'find'), group('lib/b/queries.ts', 'find')])).toThrow(
      'find of lib/b/queries.ts has the same name as find of lib/a/queries.ts: rename one of them.',
    )
    expect(() => toScope([group('lib/a/queries.ts', 'fetch')])).toThrow('fetch of JavaScript')
  })

  test('the banner lists them by kind, in lines that fit', async () => {
    const groups = await preload()
    const text = banner(groups, 'SQLite, file:/x')
    for (const name of Object.keys(toScope(groups))) expect(text).toContain(name)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    expect(text).toMatch(/^ {2}models {5}User ReleasedUsername /m)
  })

  test('Tab completes names, models, their methods and own variables', async () => {
    const scope = { ...toScope(await preload()), user: { username: 'x' } }
    expect(complete('await createP', scope)).toEqual([['createPost'], 'createP'])
    expect(complete('User.findU', scope)[0]).toEqual(['User.findUnique', 'User.findUniqueOrThrow'])
    expect(complete('full(user.', scope)).toEqual([['user.username'], 'user.'])
    expect(complete('JSON.p', scope)[0]).toEqual(['JSON.parse'])
    expect(complete('nothing.here.at', scope)).toEqual([[], 'nothing.here.at'])
    expect(complete('', scope)).toEqual([Object.keys(scope).sort(), ''])
  })
})

test('CLI-01 the prompt awaits, remembers, asks for more, keeps a history and ends with Ctrl-D', async () => {
  await aUser({ username: 'john' })
  const directory = await mkdtemp(join(tmpdir(), 'roost-history-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const history = join(directory, 'shell_history')
  const [input, output] = [new PassThrough(), new PassThrough()]
  let seen = ''
  output.on('data', (chunk) => {
    seen += stripVTControlCharacters(String(chunk))
  })
  const ended = runRepl({
    scope: toScope(await preload()),
    history,
    streams: { input, output, terminal: true },
  })
  const typed = async (line: string, answer: string) => {
    seen = ''
    input.write(`${line}\n`)
    await expect.poll(() => seen).toContain(answer)
  }
  await expect.poll(() => seen).toContain('roost> ')
  await typed('User.findFirst()', '<User john>')
  await typed('_.username', "'john'")
  await typed('const user = await User.findFirst()\nuser.username + 1', "'john1'")
  await typed('[1,', '...')
  await typed('2].length', '2')
  await typed('nope', 'nope is not defined')
  expect(seen).not.toContain('shell/evaluate')
  // A tab within a paste is only a tab.
  input.write('User.findFirstOr')
  input.write('\t')
  await expect.poll(() => seen).toContain('User.findFirstOrThrow')
  await typed('().then((user) => user.email)', "'john@example.com'")
  input.write('\u0004')
  await ended
  expect(await readFile(history, 'utf8')).toContain('User.findFirst()')
  expect((await stat(history)).mode & 0o077).toBe(0)
})
