// The health check of the image: exit code 0 while the web server of this container answers and reaches its database.

const { PORT = '3000' } = process.env
const response = await fetch(`http://127.0.0.1:${PORT}/api/health`, { signal: AbortSignal.timeout(4000) })
process.exit(response.ok ? 0 : 1)
