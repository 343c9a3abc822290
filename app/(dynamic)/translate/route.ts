import type { NextRequest } from 'next/server'
import { handleTranslation } from '@/lib/api/translation'
import { chooseLocale } from '@/lib/request/context'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Translates a post or a text for a member, as JSON. */
export async function POST(request: NextRequest): Promise<Response> {
  return handleTranslation(await getCaller(), request, chooseLocale(request))
}
