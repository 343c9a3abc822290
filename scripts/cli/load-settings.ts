import { toolSettings } from '../settings.mjs'

/** Completes process.env as a server would, then loads lib/env.ts, which reads it on import. */
export async function loadSettings() {
  Object.assign(process.env, toolSettings())
  const { databaseUrl, env } = await import('../../lib/env')
  return { databaseUrl, env }
}
