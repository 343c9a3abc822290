import { beforeEach, expect, test } from 'vitest'
import { aPost, aViewer } from '../testing/factories'
import { parseQuery } from './parse-query'
import { searchPosts } from './queries'
import { searchCursorParams } from './schema'

// One set of posts and queries with their expected results, the same on both engines.

/** Number, author, day of 2026 and text. */
const corpus: [number, 'susan' | 'john' | 'maría', string, string][] = [
  [1, 'susan', '01-01', 'Café in the morning'],
  [2, 'john', '01-02', 'The cafe was closed, so we had coffee at home'],
  [3, 'maría', '01-03', 'El CAFÉ de la mañana, ¡qué bueno! #desayuno'],
  [4, 'susan', '01-10', 'A walk along the river, then coffee #walks #Coffee'],
  [5, 'john', '01-11', 'River walks are the best walks'],
  [6, 'susan', '01-12', 'walking by the riverside'],
  [7, 'maría', '02-01', '東京都に行きました'],
  [8, 'john', '02-02', '京都の朝は静か'],
  [9, 'susan', '02-03', 'iPhone用ケース を買った'],
  [10, 'john', '02-04', '한국어를 공부해요'],
  [11, 'maría', '02-05', 'كِتَابٌ جديد عن البحر'],
  [12, 'susan', '02-06', 'الكتب والبحر'],
  [13, 'john', '02-07', 'สวัสดีครับ กาแฟอร่อย'],
  [14, 'susan', '02-08', 'Party 🎉🎉 tonight'],
  [15, 'maría', '02-09', 'Der Fußball auf der Straße #Straßenfest'],
  [16, 'john', '03-01', 'Σίσυφος και ο βράχος'],
  [17, 'susan', '03-02', 'Это ёлка и ежик'],
  [18, 'john', '03-03', "don't stop, believing"],
  [19, 'susan', '03-04', 'C++ and C# and .NET 8.0'],
  [20, 'maría', '03-05', 'mail me: susan.smith@example.com'],
  [21, 'john', '03-06', 'NOT this AND that OR NEAR there'],
  [22, 'susan', '03-07', 'हिन्दी में कविता'],
  [23, 'john', '03-08', 'the the the the the'],
  [24, 'maría', '03-09', 'Øystein and Łukasz in Ærø'],
  [25, 'susan', '04-01', 'snake_case and kebab-case'],
  [26, 'john', '04-02', 'one two three four'],
  [27, 'john', '04-03', 'four three two one'],
  [28, 'susan', '04-04', 'İstanbul and Iğdır'],
  [29, 'maría', '04-05', 'ﬁne ＦＵＬＬ width ½'],
  [30, 'susan', '04-06', 'flag 🇩🇪 and family 👨‍👩‍👧 and thumbs 👍🏽'],
]

/** Queries, and the numbers of the matching posts, newest first. */
const expected: [string, number[]][] = [
  // Accents, case and compatibility forms
  ['cafe', [3, 2, 1]],
  ['café', [3, 2, 1]],
  ['CAFÉ', [3, 2, 1]],
  ['manana', [3]],
  ['strasse', [15]],
  ['straße', [15]],
  ['fussball', [15]],
  ['σισυφος', [16]],
  ['ΣΊΣΥΦΟΣ', [16]],
  ['елка', [17]],
  ['ёжик', [17]],
  ['oystein', [24]],
  ['lukasz', [24]],
  ['aero', [24]],
  ['istanbul', [28]],
  ['igdir', [28]],
  ['fine', [29]],
  ['full', [29]],
  // Prefixes, several words
  ['walk', [6, 5, 4]],
  ['walks', [5, 4]],
  ['riv', [6, 5, 4]],
  ['"river"', [5, 4]],
  ['river*', [6, 5, 4]],
  ['coff*', [4, 2]],
  ['river coffee', [4]],
  ['coffee river', [4]],
  ['b*', [18, 6, 5, 3]],
  ['zebra', []],
  ['river zebra', []],
  // Phrases
  ['"river walks"', [5]],
  ['"walks river"', []],
  ['“river walks”', [5]],
  ['"one two three"', [26]],
  ['"three two"', [27]],
  ['"the cafe', [2]],
  ["don't", [18]],
  ['"stop believing"', [18]],
  ['kebab-case', [25]],
  ['snake_case', [25]],
  ['susan.smith@example.com', [20]],
  ['"the the the the"', [23]],
  ['"the the the the the the"', []],
  // Scripts without spaces
  ['東京', [7]],
  ['東京都', [7]],
  ['京都', [8, 7]],
  ['京', [8, 7]],
  ['都', [8, 7]],
  ['"京都の"', [8]],
  ['朝は静か', [8]],
  ['ケース', [9]],
  ['iphone', [9]],
  ['iPhone用', [9]],
  ['한국어', [10]],
  ['공부', [10]],
  ['กาแฟ', [13]],
  ['สวัสดี', [13]],
  ['東京 -京都', []],
  // Arabic with and without vowels, Devanagari
  ['كتاب', [11]],
  ['كِتَاب', [11]],
  ['البحر', [11]],
  ['والبحر', [12]],
  ['हिन्दी', [22]],
  // Emoji
  ['🎉', [14]],
  ['🇩🇪', [30]],
  ['👍', [30]],
  ['👍🏿', [30]],
  ['👩', [30]],
  ['party 🎉', [14]],
  // Minus
  ['walk -coffee', [6, 5]],
  ['walk -walks', [6]],
  ['walk -walks*', [6]],
  ['coffee -"coffee at"', [4]],
  ['river -#walks', [6, 5]],
  ['cafe -from:john', [3, 1]],
  ['river -river*', []],
  ['cafe -from:nobody', [3, 2, 1]],
  // Tags
  ['#coffee', [4]],
  ['#COFFEE', [4]],
  ['#walks', [4]],
  ['#walk', []],
  ['＃strassenfest', [15]],
  ['#desayuno cafe', [3]],
  ['#coffee #walks', [4]],
  ['#coffee #desayuno', []],
  // Authors
  ['from:susan walk', [6, 4]],
  ['from:@Susan walk', [6, 4]],
  ['FROM:john river', [5]],
  ['from:susan from:john river', [6, 5, 4]],
  ['from:maria', []],
  ['from:nobody river', []],
  ['@susan', [20]],
  // Dates
  ['after:2026-04-05', [30, 29]],
  ['before:2026-01-03', [2, 1]],
  ['after:2026-01-10 before:2026-01-12', [5, 4]],
  ['coffee before:2026-01-10', [2]],
  ['coffee after:2026-01-10', [4]],
  ['after:2026-04', [30, 29, 28, 27, 26, 25]],
  ['before:2026', []],
  ['walk -after:2026-01-11', [4]],
  ['after:2026-01-12 before:2026-01-12', []],
  // Operators of the database engines, which have no meaning in a query
  ['C++', [19]],
  ['AND', [30, 28, 25, 24, 21, 19]],
  ['NOT this', [21]],
  ['NEAR(there)', [21]],
  ['one AND two', []],
  ['(one two)', [27, 26]],
  ['^one', [27, 26]],
  ['one:two', [26]],
  ['one & two | !three', [27, 26]],
  ["'one'", [27, 26]],
  ['one\\', [27, 26]],
  ['%', []],
  ['_', []],
  ['-', []],
  ['""', []],
  ['*', []],
  ['-walk', []],
]

const numbers = new Map<number, number>()

beforeEach(async () => {
  numbers.clear()
  const authors = {
    susan: await aViewer({ username: 'susan' }),
    john: await aViewer({ username: 'john' }),
    maría: await aViewer({ username: 'maria_' }),
  }
  for (const [number, author, day, body] of corpus) {
    const { id } = await aPost(authors[author], body, { createdAt: new Date(`2026-${day}T12:00:00Z`) })
    numbers.set(id, number)
  }
})

test('finds the expected posts for every query of the corpus, by relevance and by time [SEA-07, SEA-10]', async () => {
  expect(expected.length).toBeGreaterThan(60)
  const mismatches: unknown[] = []
  for (const [text, wanted] of expected) {
    const query = parseQuery(text)
    const found = async (sort: string) =>
      (await searchPosts(null, query, searchCursorParams.parse({ sort }), 100)).items.map(({ id }) =>
        numbers.get(id),
      )
    const [newest, relevant] = [await found('newest'), await found('relevance')]
    if (String(newest) !== String(wanted)) mismatches.push({ text, wanted, newest })
    if (String([...relevant].sort()) !== String([...wanted].sort()))
      mismatches.push({ text, wanted, relevant })
  }
  expect(mismatches).toEqual([])
})

test('sorts results by relevance, in the same order on both engines [SEA-02]', async () => {
  const order = async (text: string) =>
    (await searchPosts(null, parseQuery(text), searchCursorParams.parse({}), 100)).items.map(({ id }) =>
      numbers.get(id),
    )
  // Two whole words in a short post rank above one, and one above a prefix.
  expect(await order('walks')).toEqual([5, 4])
  expect(await order('walk')).toEqual([4, 5, 6])
  expect(await order('one two')).toEqual([26, 27])
  expect(await order('two one')).toEqual([27, 26])
  expect(await order('the')).toEqual([23, 6, 5, 4, 1, 2, 21])
})
