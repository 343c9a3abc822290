// Checks what the types do not: that a message has the same placeholders in every language, and that it is used. It reads
// the source without running it. A key counts as used when it occurs as a string, with or without its namespace, or when a
// template literal begins with it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const directory = join(root, 'lib/i18n/messages')
const problems = []

const [reference, ...others] = ['en', 'es'].map((locale) => ({ locale, messages: load(locale) }))
for (const other of others) comparePlaceholders(reference, other)
findUnused([...reference.messages.keys()], ['app', 'components', 'lib', 'proxy.ts'].flatMap(readSources))

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log(`Messages: ${reference.messages.size} in ${others.length + 1} languages.`)

/** Maps the full key of each message, with dots, to its text. */
function load(locale) {
  const messages = new Map()
  const walk = (node, prefix) => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') messages.set(prefix + key, value)
      else walk(value, `${prefix}${key}.`)
    }
  }
  walk(JSON.parse(readFileSync(join(directory, `${locale}.json`), 'utf8')), '')
  return messages
}

function comparePlaceholders(one, other) {
  for (const [key, text] of one.messages) {
    const [names, otherNames] = [text, other.messages.get(key) ?? ''].map(placeholders)
    if (names !== otherNames)
      problems.push(`${key} has {${names}} in ${one.locale}, {${otherNames}} in ${other.locale}`)
  }
}

/** The sorted names of the ICU arguments and tags in a message. */
function placeholders(text) {
  const names = new Set()
  let at = 0
  readText(0)
  return [...names].sort().join(', ')

  function readText(depth) {
    for (; at < text.length; at += 1) {
      const char = text[at]
      if (char === "'" && /['{}<#]/.test(text[at + 1] ?? '')) {
        // Braces between apostrophes are text. Two apostrophes stand for one.
        const end = text.indexOf("'", at + 2)
        at = text[at + 1] === "'" ? at + 1 : end < 0 ? text.length : end
      } else if (char === '{') readArgument()
      else if (char === '}' && depth > 0) return
      else if (char === '<') names.add(/^<\/?\w+/.exec(text.slice(at))?.[0].replace('/', '') ?? '<')
    }
  }

  /** Reads from `{` to the matching `}` and leaves `at` there. */
  function readArgument() {
    const [head, name, kind] = /^\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?/.exec(text.slice(at)) ?? ['{', '?']
    names.add(name)
    at += head.length
    const hasForms = /^(plural|select|selectordinal)$/.test(kind ?? '')
    for (; at < text.length && text[at] !== '}'; at += 1) {
      if (text[at] !== '{' || !hasForms) continue
      at += 1
      readText(1)
    }
  }
}

function readSources(top) {
  const path = join(root, top)
  try {
    return readdirSync(path, { recursive: true })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.json\.ts$|generated/.test(name))
      .map((name) => source(join(top, name)))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [source(top)]
    if (error.code === 'ENOENT') return []
    throw error
  }
}

function source(path) {
  const text = readFileSync(join(root, path), 'utf8')
  return {
    strings: new Set([...text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map((match) => match[2])),
    suffixes: [...text.matchAll(/`\$\{\w+\}(\.[\w.]+)`/g)].map((match) => match[1]),
    prefixes: [...text.matchAll(/`([\w.-]+)\$\{/g)].map((match) => match[1]),
  }
}

function findUnused(keys, sources) {
  const strings = new Set(sources.flatMap((one) => [...one.strings]))
  const prefixes = new Set(sources.flatMap((one) => one.prefixes))
  const suffixes = [...new Set(sources.flatMap((one) => one.suffixes))]
  for (const key of keys) {
    if (!endings(key).some(({ namespace, rest }) => isUsed(namespace, rest)))
      problems.push(`${key} is unused`)
  }

  function isUsed(namespace, rest) {
    if (namespace && !strings.has(namespace)) return false
    if (strings.has(rest)) return true
    if (suffixes.some((end) => rest.endsWith(end) && strings.has(rest.slice(0, -end.length)))) return true
    return [...prefixes].some((prefix) => rest.startsWith(prefix))
  }
}

/** Splits a key into namespace and rest in every way: a.b.c, a + b.c, a.b + c. */
function endings(key) {
  const parts = key.split('.')
  return parts.map((_, cut) => ({
    namespace: parts.slice(0, cut).join('.'),
    rest: parts.slice(cut).join('.'),
  }))
}
