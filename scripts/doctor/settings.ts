import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '../../lib/env'
import { settingHints } from '../setting-hints.mjs'
import { dotEnv, processSettings, toolSettings, wholeSetting } from '../settings.mjs'
import { type Finding, ok, problem, warning } from './finding'

/** Completes the settings as the server does, and parses them; `env` is null when one is invalid. */
export async function loadSettings(): Promise<{ env: Env | null; finding: Finding }> {
  try {
    const isSet = Boolean(process.env.AUTH_SECRET ?? dotEnv().AUTH_SECRET)
    const settings: Record<string, string | undefined> = toolSettings()
    for (const [name, rule] of Object.entries(processSettings))
      if ('min' in rule) wholeSetting(settings, name)
    // The server is always in production, whatever NODE_ENV says. Nothing may be logged between the lines of this command.
    Object.assign(process.env, settings, { NODE_ENV: 'production', LOG_LEVEL: 'silent' })
    const { env, parseEnv } = await import('../../lib/env')
    parseEnv({ ...process.env, LOG_LEVEL: settings.LOG_LEVEL })
    return { env, finding: secretFinding(env, isSet) }
  } catch (error) {
    const text = (error as Error).message.replace(/\s*\n\s*/g, ' ')
    return { env: null, finding: problem('settings', text) }
  }
}

/** Whether the secrets are set or stored; else the next start generates them. */
function secretFinding(env: Env, isSet: boolean): Finding {
  return isSet || existsSync(join(env.DATA_DIR, 'secrets.json'))
    ? ok('settings', 'All settings are valid, and there is a secret.')
    : warning(
        'settings',
        'All settings are valid. There is no secret yet: npm start generates it, or set AUTH_SECRET.',
      )
}

/** Settings that are probably mistakes. */
export function checkHints(): Finding[] {
  const file = dotEnv()
  const environment = Object.keys(process.env).filter((name) => process.env[name] !== '')
  const env = { ...file, ...process.env } as Record<string, string | undefined>
  return [
    ...settingHints({ file: Object.keys(file), environment, env }).map((hint) => warning('settings', hint)),
    ...(env.RATE_LIMITS === 'off'
      ? [warning('settings', 'RATE_LIMITS is off, so passwords can be guessed without limit: set it to on.')]
      : []),
  ]
}

/** The public address, and the proxies in front of the server. */
export function checkSite(env: Env): Finding[] {
  if (!env.APP_URL)
    return [warning('site', 'APP_URL is not set: set it to the public address, which links in mail need.')]
  const { protocol, hostname } = new URL(env.APP_URL)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'http:')
    return [
      isLocal
        ? ok('site', `${env.APP_URL}, for this machine only`)
        : warning(
            'site',
            'APP_URL starts with http:// - passwords and cookies cross the network in clear text: use https.',
          ),
    ]
  // The server itself uses plain HTTP, so a proxy must terminate TLS.
  return Number(process.env.TRUST_PROXY ?? 0) === 0
    ? [
        warning(
          'site',
          'APP_URL is https, so a proxy terminates TLS, but TRUST_PROXY is 0: set it to the number of proxies, or all clients share one address.',
        ),
      ]
    : [ok('site', `${env.APP_URL}, behind ${process.env.TRUST_PROXY} proxy`)]
}
