import { describe, expect, test } from 'vitest'
import { evaluate, evaluateLast, type Scope } from './evaluate'
import { IncompleteInputError } from './syntax'

describe('evaluation', () => {
  const evaluateAll = async (codes: string[], scope: Scope = {}) => {
    let last: unknown
    for (const code of codes) last = await evaluateLast(code, scope)
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
    [["'use'; // a comment\n'twice'"], 'twice'],
    [['var x', 'x'], undefined],
    [['let n = 0; for (const x of [1, 2]) n += x\n;[n]'], [3]],
    [['let m = 0\nwhile (m < 2) m++\nconst [k] = [m]\nk'], 2],
    [[''], undefined],
  ])('of %j returns %j', async (codes, value) => {
    expect(await evaluateAll(codes)).toEqual(value)
  })

  test('creates objects of the current realm and defines no globals', async () => {
    const scope: Scope = {}
    expect(await evaluateLast('const list = [new Date(0)]; list', scope)).toEqual([new Date(0)])
    expect(await evaluateLast('list[0]', scope)).toBeInstanceOf(Date)
    expect(scope).toHaveProperty('list')
    expect(globalThis).not.toHaveProperty('list')
  })

  test.each(['foo(', 'if (x) {', '`abc', '[1,', '/* more', 'x =>', 'const a = {'])(
    'asks for another line after %j',
    async (code) => {
      await expect(evaluate(code, {}, () => {})).rejects.toThrow(IncompleteInputError)
    },
  )

  test.each(['foo bar', "'abc", ')', 'const 1 = 2', "import fs from 'node:fs'"])(
    'rejects %j',
    async (code) => {
      const error = await evaluate(code, {}, () => {}).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(SyntaxError)
      expect(error).not.toBeInstanceOf(IncompleteInputError)
    },
  )

  test('changes no variables on a syntax error', async () => {
    const scope: Scope = { x: 1 }
    await expect(evaluateLast('let x = 2; )', scope)).rejects.toThrow(SyntaxError)
    expect(scope.x).toBe(1)
  })
})
