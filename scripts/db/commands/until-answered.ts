import { setTimeout as sleep } from 'node:timers/promises'
import { explainDatabaseError, isUnanswered } from '../../../lib/db/explain-error'
import type { Input } from './command'

/** Milliseconds between two attempts. */
const interval = 5000

/**
 * Repeats `attempt` every 5 seconds while the database server does not respond, and prints the reason once. A server
 * and its database may be started together, as after a reboot.
 * @throws the first other error, which waiting does not fix
 */
export async function untilAnswered<T>(
  attempt: () => Promise<T>,
  { log }: Pick<Input, 'log'>,
  pause: () => Promise<unknown> = () => sleep(interval),
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!isUnanswered(error)) throw error
      if (failures === 0) log(`${explainDatabaseError(error)} Trying again every ${interval / 1000} s.`)
    }
    await pause()
  }
}
