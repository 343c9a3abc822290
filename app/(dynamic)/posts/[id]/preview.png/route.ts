import { postPreviewResponse } from '@/lib/api/previews'

/** The picture that other sites show for a post. */
export async function GET(request: Request, { params }: RouteContext<'/posts/[id]/preview.png'>) {
  return postPreviewResponse(request, (await params).id)
}
