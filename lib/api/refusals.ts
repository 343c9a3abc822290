/** What a handler answers to who is not logged in. */
export const unauthenticated = (): Response =>
  Response.json(
    { error: 'unauthenticated' },
    { status: 401, headers: { 'Cache-Control': 'private, no-store' } },
  )
