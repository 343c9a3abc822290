import { userPreviewResponse } from '@/lib/api/previews'

/** The picture that other sites show for a user. */
export async function GET(request: Request, { params }: RouteContext<'/users/[username]/preview.png'>) {
  return userPreviewResponse(request, (await params).username)
}
