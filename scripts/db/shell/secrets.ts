import { inspect } from 'node:util'
import type { Env } from '../../../lib/env'

const secretName = /SECRET|PASSWORD|TOKEN|ACCESS_KEY/

/**
 * The settings as they are, but printed with *** for what nobody should read over a shoulder or in a log. Who asks
 * for one by its name gets it.
 */
export function withoutSecrets(settings: Env): Env {
  const shown = () =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, hide(name, value)]))
  return Object.defineProperties(settings, {
    [inspect.custom]: { value: shown, configurable: true },
    toJSON: { value: shown, configurable: true },
  })
}

function hide(name: string, value: unknown): unknown {
  if (value === undefined || value === '') return value
  if (secretName.test(name)) return '***'
  // postgresql://roost:password@host and redis://:password@host
  return typeof value === 'string' ? value.replace(/^(\w+:\/\/[^/@]*:)[^@]*@/, '$1***@') : value
}
