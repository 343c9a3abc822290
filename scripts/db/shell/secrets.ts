import { inspect } from 'node:util'
import type { Env } from '../../../lib/env'

const secretName = /SECRET|PASSWORD|TOKEN|ACCESS_KEY|TRANSLATE_KEY/

/** Makes the settings print with *** instead of secrets. Reading a single setting by name still returns its value. */
export function withoutSecrets(settings: Env): Env {
  const redact = () =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, redactValue(name, value)]))
  return Object.defineProperties(settings, {
    [inspect.custom]: { value: redact, configurable: true },
    toJSON: { value: redact, configurable: true },
  })
}

function redactValue(name: string, value: unknown): unknown {
  if (value === undefined || value === '') return value
  if (secretName.test(name)) return '***'
  // postgresql://roost:password@host and redis://:password@host
  return typeof value === 'string' ? value.replace(/^(\w+:\/\/[^/@]*:)[^@]*@/, '$1***@') : value
}
