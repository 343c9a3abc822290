import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where messages are used. */
const places = ['app', 'components', 'lib', 'proxy.ts', 'scripts/plain-error-page.mjs']

/** What a source file says about messages, found without running it. */
type Source = { strings: string[]; suffixes: string[]; prefixes: string[] }

/** Reads the source files that may use messages. */
export function readSources(root: string): Source[] {
  const files = places.flatMap((place) =>
    statSync(join(root, place)).isFile()
      ? [place]
      : readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(place, name),
        ),
  )
  return files
    .filter(
      (name) =>
        /\.tsx?$|^scripts\/.*\.mjs$/.test(name) && !/\.test\.tsx?$|\.d\.(?:json\.)?ts$|generated/.test(name),
    )
    .map((name) => parseSource(readFileSync(join(root, name), 'utf8')))
}

/** Finds the strings of a source file, and the constant ends of its template literals. */
export function parseSource(text: string): Source {
  return {
    strings: [...text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map((match) => match[2] ?? ''),
    suffixes: [...text.matchAll(/`\$\{\w+\}(\.[\w.]+)`/g)].map((match) => match[1] ?? ''),
    prefixes: [...text.matchAll(/`([\w.-]+)\$\{/g)].map((match) => match[1] ?? ''),
  }
}

/**
 * Finds messages that nothing uses. A key counts as used when it occurs as a string, with or without its namespace, or when
 * a template literal begins or ends like it.
 */
export function unusedKeys(keys: Iterable<string>, sources: Source[]): string[] {
  const strings = new Set(sources.flatMap((source) => source.strings))
  const prefixes = [...new Set(sources.flatMap((source) => source.prefixes))]
  const suffixes = [...new Set(sources.flatMap((source) => source.suffixes))]
  const isUsed = (namespace: string, rest: string) => {
    if (namespace && !strings.has(namespace)) return false
    if (strings.has(rest)) return true
    if (suffixes.some((end) => rest.endsWith(end) && strings.has(rest.slice(0, -end.length)))) return true
    return prefixes.some((prefix) => rest.startsWith(prefix))
  }
  return [...keys].filter((key) => !splits(key).some(({ namespace, rest }) => isUsed(namespace, rest)))
}

/** Splits a key into namespace and rest in every way: a.b.c, a + b.c, a.b + c. */
function splits(key: string): { namespace: string; rest: string }[] {
  const parts = key.split('.')
  return parts.map((_, cut) => ({
    namespace: parts.slice(0, cut).join('.'),
    rest: parts.slice(cut).join('.'),
  }))
}
