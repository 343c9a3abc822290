import { headers } from 'next/headers'
import { AppError } from '../errors'
import { clientAddress } from '../http/cookies'
import { type PageLimit, pageLimit, spend } from '../rate-limit/rate-limit'
import type { Viewer } from '../viewer'

/**
 * Spends one point of a page's limit. The page calls it before its work, because requests reach the page in more ways
 * than proxy.ts checks: any method, an action that renders the page again, many requests at once.
 * @returns false when the points are spent; the page then shows that instead of doing its work
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
