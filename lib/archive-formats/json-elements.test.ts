import { describe, expect, test } from 'vitest'
import { limits } from '../limits'
import { jsonElements } from './json-elements'

/** Reads the list of a document that arrives in chunks of `size` bytes. */
async function read(text: string | Buffer, { key = 'list' as string | null, size = 7 } = {}) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const values: unknown[] = []
  for await (const { value } of jsonElements(chunks(), key, 'data/x.json')) values.push(value)
  return values
}

const tricky = [
  ...['a, b ] } "quoted" \\', 'ü🐦', '', 0, -1.5e3, true, null],
  ...[{ list: [1, [2, { x: ']' }]] }, [], {}, [[['deep']]], { '"list"': ':' }],
]

test.each([1, 2, 3, 7, 64, 10_000])('reads every element, in chunks of %i bytes', async (size) => {
  for (const space of [undefined, 4]) {
    const text = JSON.stringify({ first: { list: [9] }, list: tricky, last: 'list' }, null, space)
    expect(await read(text, { size })).toEqual(tricky)
    expect(await read(JSON.stringify(tricky, null, space), { key: null, size })).toEqual(tricky)
  }
})

test('finds the list behind its key only', async () => {
  for (const size of [1, 5, 10_000]) {
    const read1 = (text: string) => read(text, { size })
    expect(await read1('{"a": "list", "b": [1], "list" \n : [2]}')).toEqual([2])
    expect(await read1('{"a": {"list": []}, "b": [1], "x\\"list": [], "list":[2]}')).toEqual([2])
  }
})

/** The shortest of nine times to read `count` other lists before the list, in milliseconds. */
async function timeBeforeList(count: number): Promise<number> {
  const text = `{${'"a":[],'.repeat(count)}"list":[]}`
  const times: number[] = []
  for (let run = 0; run < 9; run++) {
    const started = performance.now()
    await read(text, { size: 1000 })
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}

test('looks for the list in linear time', async () => {
  // Compiles.
  await timeBeforeList(8000)
  // In quadratic time, four times the text takes sixteen times as long.
  expect(await timeBeforeList(8000)).toBeLessThan(8 * (await timeBeforeList(2000)))
})

test('reads an empty list', async () => {
  expect(await read('{"list": [ ]}')).toEqual([])
  expect(await read('\ufeff[]', { key: null })).toEqual([])
})

describe('refuses', () => {
  test.each([
    ['an empty file', ''],
    ['a document without the list', '{"other": [1]}'],
    ['a list at another place', '{"a": {"list": [1]}}'],
    ['a list of another name', '[1]'],
    ['a list that does not end', '{"list": [1, 2'],
    ['a document that does not end', '{"list": [1]'],
    ['an element that is no JSON', '{"list": [1, undefined]}'],
    ['a trailing comma', '{"list": [1,]}'],
    ['an empty element', '{"list": [,1]}'],
    ['two elements without a comma', '{"list": [1 2]}'],
    ['text after the document', '{"list": [1]} x'],
    ['more closing brackets than opening ones', '{"list": [1]}]'],
    ['closing brackets of another kind', '{"list": [{"a": 1]}]}'],
    ['a string that does not end', '{"list": ["a]}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a script', 'alert(1)'],
  ])('%s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ problem: 'json' })
  })

  test('deep nesting', async () => {
    const deep = (depth: number) => `{"list": [${'['.repeat(depth)}${']'.repeat(depth)}]}`
    expect(await read(deep(limits.archive.maxDepth - 2))).toHaveLength(1)
    await expect(read(deep(limits.archive.maxDepth - 1))).rejects.toMatchObject({ problem: 'json' })
    await expect(read(deep(1_000_000), { size: 65_536 })).rejects.toMatchObject({ problem: 'json' })
  })

  test('a large element, and a large document around the list', async () => {
    const large = 'x'.repeat(limits.archive.maxElementBytes)
    const options = { size: 65_536 }
    await expect(read(JSON.stringify({ list: [large] }), options)).rejects.toMatchObject({
      problem: 'tooLarge',
    })
    await expect(read(JSON.stringify({ large, list: [] }), options)).rejects.toMatchObject({
      problem: 'tooLarge',
    })
  })

  test('with the file and the line', async () => {
    await expect(read('{\n"list": [\n1,\nx\n]}')).rejects.toMatchObject({ place: 'data/x.json:5' })
  })
})
