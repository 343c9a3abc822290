import { limits } from '../limits'
import { ArchiveError } from '../zip/archive-error'

/** An element of a list, parsed, and its index. */
export type JsonElement = { index: number; value: unknown }

const [quote, backslash, comma, colon, newline] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/** Characters of a document outside of its list. Archives have a few names there. */
const maxOutside = 64 * 1024

/**
 * Reads a list in a JSON document element by element, so that memory use does not grow with the document. The document
 * is an object with the list at `key`, or with `key` null the list itself. The rest of the document is checked too.
 * @param name of the file, for errors
 * @throws ArchiveError `json` with file and line; `tooLarge` for an element beyond the limits
 */
export async function* jsonElements(
  chunks: AsyncIterable<Uint8Array>,
  key: string | null,
  name: string,
): AsyncGenerator<JsonElement> {
  const scanner = new Scanner(key, name)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) yield* scanner.scan(decode(() => decoder.decode(chunk, { stream: true })))
  yield* scanner.scan(decode(() => decoder.decode()))
  scanner.end()

  function decode(read: () => string): string {
    try {
      return read()
    } catch (error) {
      throw new ArchiveError('json', scanner.place, { cause: error })
    }
  }
}

class Scanner {
  /** Text outside of the list, and that of the current element. */
  #outside = ''
  #element = ''
  /** The last string before the list with its quotes, and whether a colon follows it. */
  #string = ''
  #isKey = false
  #inString = false
  #escaped = false
  #depth = 0
  /** The depth within the list; null outside of it. */
  #listDepth: number | null = null
  #wasFound = false
  #index = 0
  #line = 1

  constructor(
    private readonly key: string | null,
    private readonly name: string,
  ) {}

  get place(): string {
    return `${this.name}:${this.#line}`
  }

  *scan(text: string): Generator<JsonElement> {
    let start = 0
    // A string may begin in an earlier chunk.
    let stringStart = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === newline) this.#line += 1
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === backslash) this.#escaped = true
        else if (code === quote) {
          this.#inString = false
          this.#appendString(text.slice(stringStart, at + 1))
        }
        continue
      }
      const ends = this.#listDepth === this.#depth && (code === comma || code === 0x5d)
      if (ends) {
        this.#append(text.slice(start, at))
        start = code === comma ? at + 1 : at
        yield* this.#emitElement(code === comma)
        if (code !== comma) this.#listDepth = null
      }
      if (code === quote) {
        this.#inString = true
        this.#string = ''
        this.#isKey = false
        stringStart = at
      } else if (code === colon) this.#isKey = true
      else if (opening.has(code)) {
        if (this.#startsList(code)) {
          this.#append(text.slice(start, at + 1))
          start = at + 1
          this.#wasFound = true
          this.#listDepth = this.#depth + 1
        }
        this.#depth += 1
        if (this.#depth > limits.archive.maxDepth) throw new ArchiveError('json', this.place)
      } else if (closing.has(code)) this.#depth -= 1
    }
    if (this.#inString) this.#appendString(text.slice(stringStart))
    this.#append(text.slice(start))
  }

  /** Checks the document without the elements of the list. */
  end(): void {
    if (!this.#wasFound || this.#listDepth !== null) throw new ArchiveError('json', this.place)
    this.#parse(this.#outside)
  }

  /** Remembers a part of a string that may be the key. */
  #appendString(part: string): void {
    if (this.key !== null && !this.#wasFound) this.#string += part
  }

  #startsList(code: number): boolean {
    if (this.#wasFound || code !== 0x5b) return false
    if (this.key === null) return this.#depth === 0
    return this.#depth === 1 && this.#isKey && this.#string === JSON.stringify(this.key)
  }

  #append(text: string): void {
    if (this.#listDepth === null) this.#outside += text
    else this.#element += text
    if (this.#outside.length > maxOutside || this.#element.length > limits.archive.maxElementBytes)
      throw new ArchiveError('tooLarge', this.place)
  }

  /** Parses the element that ends here. A list may be empty, but no element follows or precedes a comma otherwise. */
  *#emitElement(isFollowed: boolean): Generator<JsonElement> {
    const text = this.#element
    this.#element = ''
    if (this.#index === 0 && !isFollowed && text.trim() === '') return
    const value = this.#parse(text)
    yield { index: this.#index, value }
    this.#index += 1
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw new ArchiveError('json', this.place, { cause: error })
    }
  }
}
