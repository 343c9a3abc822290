import { z } from 'zod'
import { env } from '../env'
import { log } from '../log/log'

const api = env.AUTH_GITHUB_URL ? `${env.AUTH_GITHUB_URL}/api/v3` : 'https://api.github.com'

/** Milliseconds to wait for GitHub. */
const timeout = 5000

const emailList = z.array(z.object({ email: z.string(), verified: z.boolean() }))

/**
 * Whether GitHub has verified an address of the user who logs in. The profile does not contain this.
 * @returns false when GitHub does not respond: the member can verify the address by mail
 */
export async function isVerifiedAtGitHub(
  accessToken: string | undefined,
  email: string | null,
): Promise<boolean> {
  if (!accessToken || !email) return false
  try {
    const response = await fetch(`${api}/user/emails`, {
      headers: { Authorization: `Bearer ${accessToken}`, 'User-Agent': 'roost' },
      signal: AbortSignal.timeout(timeout),
    })
    const emails = emailList.safeParse(await response.json()).data ?? []
    return emails.some((entry) => entry.verified && entry.email.toLowerCase() === email.toLowerCase())
  } catch (err) {
    log.warn({ event: 'github.emails', err }, 'GitHub did not list the addresses')
    return false
  }
}
