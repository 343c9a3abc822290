import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { sign, unsign } from '../crypto/signing'
import { flashCookie, flashCookieOptions, flashHeader, isSecure } from '../http/cookies'

export const flashCategories = ['success', 'info', 'warning', 'danger'] as const
export type FlashCategory = (typeof flashCategories)[number]

const flash = z.object({
  category: z.enum(flashCategories).default('info'),
  /** A key of the `flash` messages. The page that shows the message translates it. */
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type Flash = z.infer<typeof flash>

/** The newest messages are kept; the cookie stays small. */
const maxFlashes = 10

const flashes = z.array(flash).max(maxFlashes)

/**
 * Adds a message to the next page. Only in actions and route handlers, which can set cookies.
 * @param key A key of the `flash` messages.
 * @param params The values of the message's placeholders.
 */
export async function setFlash(
  category: FlashCategory,
  key: string,
  params: Flash['params'] = {},
): Promise<void> {
  const jar = await cookies()
  const pending = parseFlashes(jar.get(flashCookie)?.value)
  const value = packFlashes([...pending, { category, key, params }])
  jar.set(flashCookie, value, flashCookieOptions(isSecure(await headers())))
}

/** The signed value of the flash cookie. Of more than ten messages it holds the last ten. */
export function packFlashes(messages: z.input<typeof flash>[]): string {
  return sign('flash', messages.slice(-maxFlashes))
}

/** The pending messages in the order in which they were set. */
export async function readFlashes(): Promise<Flash[]> {
  return parseFlashes((await headers()).get(flashHeader) ?? undefined)
}

function parseFlashes(value: string | undefined): Flash[] {
  return flashes.safeParse(unsign('flash', value)).data ?? []
}
