/** Paths below /api without a handler. */
export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT }

function notFound(): Response {
  return Response.json({ error: 'Not Found' }, { status: 404, headers: { 'Cache-Control': 'no-store' } })
}
