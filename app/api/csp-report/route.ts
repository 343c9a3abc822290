import { clientAddress } from '@/lib/http/cookies'
import { log } from '@/lib/log/log'
import { spend } from '@/lib/rate-limit/rate-limit'

const maxBytes = 8192

/** Logs the violations of the Content-Security-Policy that browsers report (ASVS 3.4.7). Always answers 204. */
export async function POST(request: Request): Promise<Response> {
  const done = new Response(null, { status: 204 })
  if (Number(request.headers.get('content-length') ?? maxBytes + 1) > maxBytes) return done
  try {
    await spend('csp-report-ip', clientAddress(request.headers))
    const report = JSON.parse((await request.text()).slice(0, maxBytes))['csp-report'] ?? {}
    const { 'violated-directive': directive, 'blocked-uri': blocked, 'document-uri': page } = report
    const fields = { directive: shorten(directive), blocked: shorten(blocked), page: shorten(page) }
    log.warn({ event: 'csp.violation', ...fields }, 'content security policy')
  } catch {
    return done
  }
  return done
}

/** The sender chooses the fields of a report. */
function shorten(field: unknown): string | undefined {
  return typeof field === 'string' ? field.slice(0, 300) : undefined
}
