/**
 * Writes an object with one list as JSON, piece by piece: the same text as `JSON.stringify({ [name]: items }, null, 4)`.
 * @param pages of the list
 */
export async function* jsonList(name: string, pages: AsyncIterable<object[]>): AsyncGenerator<string> {
  const indent = ' '.repeat(8)
  let isEmpty = true
  yield `{\n    ${JSON.stringify(name)}: [`
  for await (const items of pages) {
    // JSON.stringify escapes line breaks in strings, so each remaining newline is formatting.
    const texts = items.map((item) => indent + JSON.stringify(item, null, 4).replaceAll('\n', `\n${indent}`))
    if (texts.length > 0) yield `${isEmpty ? '' : ','}\n${texts.join(',\n')}`
    isEmpty &&= texts.length === 0
  }
  yield isEmpty ? ']\n}' : '\n    ]\n}'
}
