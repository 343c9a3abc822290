import type { Scope } from './evaluate'

/** Completes the name, or the property of a known value, that a line ends with. */
export function complete(line: string, scope: Scope): [completions: string[], fragment: string] {
  const [, path = '', start = ''] = /((?:[\w$]+\.)*)([\w$]*)$/.exec(line) ?? []
  const names = path ? propertiesOf(reach(path, scope)) : Object.keys(scope)
  // JavaScript's own names are many: not before the first letter.
  if (!path && start) names.push(...propertiesOf(globalThis))
  const fitting = new Set(names.filter((name) => name.startsWith(start) && /^[A-Za-z$][\w$]*$/.test(name)))
  return [[...fitting].sort().map((name) => path + name), path + start]
}

function reach(path: string, scope: Scope): unknown {
  const [first = '', ...rest] = path.split('.').filter(Boolean)
  const start = first in scope ? scope[first] : (globalThis as Scope)[first]
  return rest.reduce((value: unknown, key) => (value as Scope | null | undefined)?.[key], start)
}

/** Own and inherited, except what every object has. */
function propertiesOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  const names: string[] = []
  for (let at: object = Object(value); at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at))
  return names
}
