export const dynamic = 'force-dynamic'

/** The version that runs, and the commit that it was built from; null when the build did not know it. */
export function GET(): Response {
  // The build replaces both names (next.config.js).
  const [version, commit] = [process.env.ROOST_VERSION ?? '', process.env.ROOST_COMMIT || null]
  return Response.json({ version, commit }, { headers: { 'Cache-Control': 'no-store' } })
}
