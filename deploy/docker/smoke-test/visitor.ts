import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Signs up and posts at a site.
 * @param certificates a file with the certificate of the authority that has signed that of the site
 * @returns the cookie of the member
 */
export function visit(origin: string, username: string, certificates?: string): string {
  const script = fileURLToPath(new URL('visit.ts', import.meta.url))
  return execFileSync(process.execPath, ['--import', 'tsx', script, origin, username], {
    encoding: 'utf8',
    env: { ...process.env, ...(certificates && { NODE_EXTRA_CA_CERTS: certificates }) },
  }).trim()
}
