import { headers } from 'next/headers'
import { AppError } from '../errors'
import { clientAddress } from '../http/cookies'
import { type PageLimit, pageLimit, spend } from '../rate-limit/rate-limit'
import type { Viewer } from '../viewer'

/**
 * Spends one point of a page's limit. The page calls this before its queries: proxy.ts checks neither actions that
 * render the page again nor concurrent requests.
 * @returns false when no point is left; the page then renders the busy message.
 */
export async function limitPage(name: PageLimit, viewer: Viewer | null): Promise<boolean> {
  try {
    await spend(...pageLimit(name, viewer?.id ?? null, clientAddress(await headers())))
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate-limited') return false
    throw error
  }
}
