import { headers } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import { authenticate } from '../credentials/mutations'
import { env } from '../env'
import type { ClientInfo } from '../http/client-info'
import { clientAddress, cookieOptions, isSecure, publicOrigin, sessionCookie } from '../http/cookies'
import { safeNext } from '../http/safe-next'
import type { Locale } from '../i18n/locales'
import { log } from '../log/log'
import { closeSession, openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { logInInput } from '../sessions/schema'
import { signUpWithSession } from '../sign-ups/mutations'
import type { SignUpInput } from '../users/schema'
import { unwrapAppError, WrappedAppError, wrapAppError } from './auth-errors'
import { isClientError } from './auth-refusals'
import { isVerifiedAtGitHub } from './github-emails'
import { requestLocale } from './locale'
import type { PendingLogIn } from './pending-log-in'
import { openProvenSession, proofOf, refusePendingDeletion } from './proven-session'
import { type ProviderRefusal, providerAdapter } from './provider-adapter'
import {
  clearSessionCookie,
  readDeviceProofs,
  readSessionToken,
  rememberDevice,
  setSessionCookie,
} from './session-cookies'

/** The external providers whose settings are present. */
export const providers: { id: 'github' | 'google'; name: string }[] = [
  ...(env.AUTH_GITHUB_ID && env.AUTH_GITHUB_SECRET ? [{ id: 'github' as const, name: 'GitHub' }] : []),
  ...(env.AUTH_GOOGLE_ID && env.AUTH_GOOGLE_SECRET ? [{ id: 'google' as const, name: 'Google' }] : []),
]

const credentials = Credentials({
  credentials: { identifier: {}, password: {}, remember: {} },
  async authorize(values) {
    const input = logInInput.safeParse(values)
    if (!input.success) return null
    const { identifier, password, remember } = input.data
    try {
      const ip = clientAddress(await headers())
      const { id, credential } = await authenticate(identifier, password, ip, await readDeviceProofs())
      return { id: String(id), remember, credential }
    } catch (error) {
      throw wrapAppError(error)
    }
  },
})

const github = GitHub({
  clientId: env.AUTH_GITHUB_ID,
  clientSecret: env.AUTH_GITHUB_SECRET,
  async profile({ id, name, login, email }, { access_token }) {
    const emailVerified = await isVerifiedAtGitHub(access_token, email)
    return { id: String(id), name: name ?? login, email, username: login, isEmailVerified: emailVerified }
  },
  ...(env.AUTH_GITHUB_URL && { enterprise: { baseUrl: env.AUTH_GITHUB_URL } }),
})

const available = {
  github,
  google: Google({
    clientId: env.AUTH_GOOGLE_ID,
    clientSecret: env.AUTH_GOOGLE_SECRET,
    profile: ({ sub, name, email, email_verified }) => ({
      ...{ id: sub, name, email },
      isEmailVerified: email_verified === true,
    }),
  }),
}

/** The log-in page with the reason of a refusal. */
function failurePage(refusal: ProviderRefusal): string {
  return `/login?error=${refusal}`
}

const failurePages = (['ProviderEmail', 'Banned', 'RateLimited'] satisfies ProviderRefusal[]).map(failurePage)

/** Built for each request: the name and the Secure flag of the cookie depend on it. */
async function config(): Promise<NextAuthConfig> {
  const from = await headers()
  const secure = isSecure(from)
  const { adapter, accept } = providerAdapter(await requestLocale())
  return {
    secret: env.AUTH_SECRET,
    trustHost: true,
    basePath: '/api/auth',
    adapter,
    providers: [credentials, ...providers.map(({ id }) => available[id])],
    pages: { signIn: '/login', error: '/login' },
    session: { strategy: 'jwt', maxAge: env.REMEMBER_DAYS * 24 * 60 * 60 },
    useSecureCookies: secure,
    cookies: { sessionToken: { name: sessionCookie(secure), options: cookieOptions(secure) } },
    // Auth.js expects a JWT. The token is an opaque id with a row in the database (docs/decisions/003).
    jwt: {
      encode: ({ token }) => openProvenSession(token, from),
      // Auth.js links an unknown provider account to the current user. An attacker with a stolen session could add a
      // log-in that way, so Auth.js never gets the current user.
      decode: async () => null,
    },
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.type !== 'oauth' && account?.type !== 'oidc') return true
        const refusal = await accept(user, account)
        if (refusal === 'DeletionPending')
          return refusePendingDeletion({ userId: Number(user.id), remember: true })
        return refusal === null || failurePage(refusal)
      },
      // encode() gets nothing but the token, and needs the result of authorize().
      jwt: ({ token, user, account, trigger }) => ({
        ...token,
        proof: { ...proofOf(user, account), isNewAccount: trigger === 'signUp' },
      }),
      redirect: ({ url, baseUrl }) => {
        if (failurePages.includes(url)) return baseUrl + url
        return baseUrl + safeNext(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url)
      },
    },
    logger: {
      error: (error) => logAuthError(error),
      warn: (code) => log.debug({ event: 'auth.warning', code }),
      debug: () => {},
    },
  }
}

function logAuthError(error: Error): void {
  if (error instanceof WrappedAppError) return
  // Errors are mailed to the administrators.
  log[isClientError(error) ? 'warn' : 'error']({ event: 'auth.error', err: error }, error.message)
}

const auth = NextAuth(config)

/**
 * The routes of Auth.js. It derives URLs from that of the request, so the request gets the public origin first: behind
 * a reverse proxy the two differ.
 */
export const handlers = {
  GET: (request: NextRequest) => auth.handlers.GET(withPublicOrigin(request)),
  POST: (request: NextRequest) => auth.handlers.POST(withPublicOrigin(request)),
}

function withPublicOrigin(request: NextRequest): NextRequest {
  const { pathname, search } = request.nextUrl
  return new NextRequest(new URL(pathname + search, publicOrigin(request.headers)), request)
}

/**
 * Logs in and sets the session cookie, which ends with the browser session, or with `remember` after REMEMBER_DAYS.
 * @param identifier A username or an email address.
 * @throws AppError as `authenticate` does.
 */
export async function startSession(
  identifier: string,
  password: string,
  remember: boolean,
): Promise<{ locale: string | null }> {
  try {
    await auth.signIn('credentials', { identifier, password, remember: String(remember), redirect: false })
  } catch (error) {
    throw unwrapAppError(error) ?? error
  }
  const token = await readSessionToken()
  // Auth.js always sets an expiry. Without one the cookie ends with the browser session.
  if (token && !remember) await setSessionCookie(token, null)
  return { locale: (await findSession(token))?.viewer.locale ?? null }
}

/**
 * Creates an account and logs in with it.
 * @param locale The language of the page, for the mail that verifies the address.
 * @throws AppError as `signUp` does.
 */
export async function startAccount(input: SignUpInput, from: ClientInfo, locale: Locale): Promise<void> {
  const { id, credential, token } = await signUpWithSession(input, from, locale)
  await setSessionCookie(token, null)
  await rememberDevice(id, credential)
}

/**
 * Opens the session that was refused while the account was about to be deleted, after the member has kept it.
 * @throws AppError as `openSession`
 */
export async function resumeSession(
  { userId, remember, credential }: PendingLogIn,
  from: ClientInfo,
): Promise<void> {
  const token = await openSession(userId, remember, from, { credential })
  const days = env.REMEMBER_DAYS * 24 * 60 * 60 * 1000
  await setSessionCookie(token, remember ? new Date(Date.now() + days) : null)
  if (credential) await rememberDevice(userId, credential)
}

/** Redirects to the log-in of an external provider. */
export async function startProvider(id: 'github' | 'google', next: string): Promise<never> {
  return auth.signIn(id, { redirectTo: next })
}

/** Ends the session and deletes its cookie. Idempotent. */
export async function endSession(): Promise<void> {
  const token = await readSessionToken()
  if (token) await closeSession(token)
  await clearSessionCookie()
}
