import { oembedResponse } from '@/lib/api/oembed'

export const dynamic = 'force-dynamic'

/** Describes a post or a user for sites that embed them. */
export async function GET(request: Request): Promise<Response> {
  return oembedResponse(request)
}
