const missing = () =>
  Response.json({ error: 'Not Found' }, { status: 404, headers: { 'Cache-Control': 'no-store' } })

/** Addresses below /api that nothing answers. */
export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT }
