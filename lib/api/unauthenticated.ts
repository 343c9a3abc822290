/** The JSON response of a handler to a guest. */
export function unauthenticatedResponse(): Response {
  return Response.json(
    { error: 'unauthenticated' },
    { status: 401, headers: { 'Cache-Control': 'private, no-store' } },
  )
}
