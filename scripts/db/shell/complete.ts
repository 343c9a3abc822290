import type { Scope } from './evaluate'

/** Completes the name at the end of a line, or the property of a known value. */
export function complete(line: string, scope: Scope): [completions: string[], fragment: string] {
  const [, path = '', prefix = ''] = /((?:[\w$]+\.)*)([\w$]*)$/.exec(line) ?? []
  const names = path ? propertiesOf(resolvePath(path, scope)) : Object.keys(scope)
  // JavaScript has many globals: they are offered from the first letter on.
  if (!path && prefix) names.push(...propertiesOf(globalThis))
  const matching = new Set(names.filter((name) => name.startsWith(prefix) && /^[A-Za-z$][\w$]*$/.test(name)))
  return [[...matching].sort().map((name) => path + name), path + prefix]
}

function resolvePath(path: string, scope: Scope): unknown {
  const [first = '', ...rest] = path.split('.').filter(Boolean)
  const start = first in scope ? scope[first] : (globalThis as Scope)[first]
  return rest.reduce((value: unknown, key) => (value as Scope | null | undefined)?.[key], start)
}

/** Own and inherited properties, without those of every object. */
function propertiesOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  const names: string[] = []
  for (
    let object: object = Object(value);
    object && object !== Object.prototype;
    object = Object.getPrototypeOf(object)
  )
    names.push(...Object.getOwnPropertyNames(object))
  return names
}
