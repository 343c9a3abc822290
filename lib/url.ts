/**
 * Parses an address.
 * @param base for a relative address
 * @returns null for an invalid address
 *
 * Not URL.canParse: once its caller is compiled by V8's optimizing compiler, it is false in Node 20 for valid addresses
 * with Latin-1 characters, such as https://bücher.example.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
