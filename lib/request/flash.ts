import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { sign, unsign } from '../crypto/signing'
import { flashCookie, flashCookieOptions, flashHeader, isSecure } from '../http/cookies'

export const flashCategories = ['success', 'info', 'warning', 'danger'] as const
export type FlashCategory = (typeof flashCategories)[number]

const flash = z.object({
  category: z.enum(flashCategories).default('info'),
  /** A key of the `flash` messages; the text is made when it is shown, in the language of then. */
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type Flash = z.infer<typeof flash>

const several = z.array(flash).max(10)

/** Says something on the next page that is shown. Only where cookies can be set: actions and route handlers. */
export async function setFlash(
  category: FlashCategory,
  key: string,
  params: Flash['params'] = {},
): Promise<void> {
  const jar = await cookies()
  const waiting = parseFlashes(jar.get(flashCookie)?.value)
  const value = sign('flash', [...waiting, { category, key, params }].slice(-10))
  jar.set(flashCookie, value, flashCookieOptions(isSecure(await headers())))
}

/** The messages waiting to be shown, in the order in which they were set. */
export async function readFlashes(): Promise<Flash[]> {
  return parseFlashes((await headers()).get(flashHeader) ?? undefined)
}

function parseFlashes(value: string | undefined): Flash[] {
  return several.safeParse(unsign('flash', value)).data ?? []
}
