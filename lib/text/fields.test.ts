import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { fitOneLine, freeText, oneLine, rowId } from './fields'

const errorOf = (schema: ReturnType<typeof freeText>, value: unknown) =>
  schema.safeParse(value).error?.issues[0]?.message

describe('freeText', () => {
  const text = freeText('body', 5, { required: true })

  test.each([
    ['hello', 'hello'],
    ['  a\t', 'a'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['مرحبا', 'مرحبا'],
    ['日本語です', '日本語です'],
    ['<b>', '<b>'],
    ['a\u200db', 'a\u200db'],
  ])('accepts %j', (given, expected) => expect(text.parse(given)).toBe(expected))

  test.each([
    ['body.required', undefined],
    ['body.required', 7],
    ['body.required', new File([], 'x')],
    ['body.required', ''],
    ['body.characters', 'a\0'],
    ['body.characters', 'a\u001b['],
    ['body.characters', 'a\u0085b'],
    ['body.characters', '\ud800'],
    ['body.characters', 'a\udc00b'],
    ['body.tooLong', '日本語ですよ'],
    ['body.tooLong', '👍👍👍👍👍👍'],
    ['body.tooLong', 'สวัสดี'],
  ])('rejects with %s: %j', (message, given) => expect(errorOf(text, given)).toBe(message))

  test.each([
    [' \n\t '],
    ['\u00a0\u2003\u3000'],
    ['\u200b\u200d\ufeff'],
    ['\u2800'],
    ['\u3164'],
    ['\u115f\u1160'],
    ['\uffa0'],
    ['\u034f'],
    ['\u00ad'],
    ['\ufe0f'],
    ['\u2060\u180e'],
    ['\u{e0001}\u{e0020}'],
  ])('treats white space and invisible characters as empty: %j [FRM-07]', (given) => {
    expect(errorOf(text, given)).toBe('body.required')
  })

  test('accepts an empty or invisible text that is not required', () => {
    const optional = freeText('aboutMe', 5, { required: false })
    expect(optional.parse('  ')).toBe('')
    expect(optional.parse('\u200b')).toBe('\u200b')
  })
})

test.each([['a\nb'], ['a\u2028b'], ['a\u2029b'], ['a\r\nb']])('oneLine rejects %j', (given) => {
  expect(errorOf(oneLine('displayName', 50, { required: false }), given)).toBe('displayName.characters')
})

describe('oneLine', () => {
  const schema = oneLine('displayName', 50, { required: false })

  test.each([
    ['\u202a'],
    ['\u202b'],
    ['\u202c'],
    ['\u202d'],
    ['\u202e'],
    ['\u2066'],
    ['\u2067'],
    ['\u2068'],
    ['\u2069'],
    ['\u200e'],
    ['\u200f'],
    ['\u061c'],
  ])('rejects the bidirectional control %j', (control) => {
    expect(errorOf(schema, `nimda${control}`)).toBe('displayName.characters')
  })

  test.each([['שלום עולם'], ['مرحبا'], ['نامه\u200cای'], ['क्\u200dष'], ['👩‍👩‍👧'], ['Ann علي'], ['']])(
    'accepts %j',
    (name) => expect(schema.parse(name)).toBe(name),
  )

  test('accepts a name from a provider after fitOneLine has removed bidirectional controls', () => {
    expect(fitOneLine('\u202enimda\u2069 \u200cکی', 50)).toBe('nimda \u200cکی')
  })
})

test('changes only line ends and outer white space of naughty strings, or rejects them', () => {
  const text = freeText('body', 1000, { required: true })
  for (const naughty of naughtyStrings) {
    const result = text.safeParse(naughty)
    if (result.success) expect(result.data).toBe(naughty.replace(/\r\n?/g, '\n').trim())
    else expect(result.error.issues[0]?.message).toMatch(/^body\.(required|characters|tooLong)$/)
    if (result.success) expect(text.parse(result.data)).toBe(result.data)
  }
})

describe('fitOneLine', () => {
  test.each([
    ['Ann', 'Ann'],
    ['  Ann\t\n Bird\u2028 ', 'Ann Bird'],
    ['Ann\u0000\u001b[31m\u009fBird', 'Ann [31m Bird'],
    ['Ann \ud83d Bird', 'Ann \ufffd Bird'],
    ['Ann \u202eBird\u2066', 'Ann Bird'],
    ['x'.repeat(50), 'x'.repeat(50)],
    ['x'.repeat(51), 'x'.repeat(50)],
    [`${'x'.repeat(49)} y`, 'x'.repeat(49)],
    [`${'x'.repeat(45)}👩‍👩‍👧‍👦`, 'x'.repeat(45)],
    ['👍🏽'.repeat(30), '👍🏽'.repeat(25)],
    ['\u0000', ''],
  ])('converts %j to a line of at most 50 code points', (given, expected) => {
    expect(fitOneLine(given, 50)).toBe(expected)
  })

  test('always returns a valid value of oneLine', () => {
    const field = oneLine('displayName', 50, { required: false })
    for (const naughty of naughtyStrings) expect(field.parse(fitOneLine(naughty, 50))).toBeTypeOf('string')
  })
})

describe('the id of a row', () => {
  test.each([
    ['1', 1],
    [5, 5],
    ['2147483647', 2 ** 31 - 1],
  ])('may be %j', (input, id) => expect(rowId.parse(input)).toBe(id))

  test.each([['0'], ['-1'], ['007'], ['1e3'], ['0x7'], ['2147483648'], [' 1'], [''], [undefined]])(
    'may not be %j',
    (input) => expect(rowId.safeParse(input).success).toBe(false),
  )
})
