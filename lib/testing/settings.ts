import { onTestFinished } from 'vitest'
import { type Env, env } from '../env'

/** Changes settings until the end of the running test. Only for those that are read at each use. */
export function changeSettings(values: Partial<Env>): void {
  const before = { ...env }
  Object.assign(env, values)
  onTestFinished(() => {
    for (const name of Object.keys(env)) if (!(name in before)) delete env[name as keyof Env]
    Object.assign(env, before)
  })
}
