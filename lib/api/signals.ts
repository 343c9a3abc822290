import { z } from 'zod'
import { positionBefore, type SignalJson, signalsSince, toSignalJson } from '../events/signals'
import type { Viewer } from '../viewer'

const seconds = z.coerce.number().nonnegative().catch(0)

/**
 * The viewer's signals with a timestamp after `since`, in ascending order.
 * @param since seconds since 1970, with fraction; missing or malformed text counts as 0
 */
export async function signalsAfter(viewer: Viewer, since: string | null): Promise<SignalJson[]> {
  const after = seconds.parse(since?.trim() || '0')
  const signals = await signalsSince(viewer.id, positionBefore(after))
  return signals.map(toSignalJson).filter(({ timestamp }) => timestamp > after)
}
