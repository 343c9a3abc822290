import { cookies, headers } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import { accountAdapter } from './auth-adapter'
import { env } from './env'
import { AppError } from './errors'
import { clientAddress, isSecure, publicOrigin, sessionCookie } from './http/cookies'
import { safeNext } from './http/safe-next'
import { log } from './log/log'
import { authenticate, closeSession, openSession } from './sessions/mutations'
import { findSession } from './sessions/queries'
import { logInInput } from './sessions/schema'

/** Log-in at other providers is offered when its settings are there. */
export const providers: { id: 'github' | 'google'; name: string }[] = [
  ...(env.AUTH_GITHUB_ID && env.AUTH_GITHUB_SECRET ? [{ id: 'github' as const, name: 'GitHub' }] : []),
  ...(env.AUTH_GOOGLE_ID && env.AUTH_GOOGLE_SECRET ? [{ id: 'google' as const, name: 'Google' }] : []),
]

/** Carries a refusal of ours through Auth.js, which reports only errors of its own class. */
class Refused extends CredentialsSignin {
  constructor(readonly refusal: AppError) {
    super(refusal.code)
    this.code = refusal.code
  }
}

const credentials = Credentials({
  credentials: { identifier: {}, password: {}, remember: {} },
  async authorize(values) {
    const input = logInInput.safeParse(values)
    if (!input.success) return null
    const { identifier, password, remember } = input.data
    try {
      const { id } = await authenticate(identifier, password, clientAddress(await headers()))
      return { id: String(id), remember }
    } catch (error) {
      throw error instanceof AppError ? new Refused(error) : error
    }
  },
})

const github = GitHub({
  clientId: env.AUTH_GITHUB_ID,
  clientSecret: env.AUTH_GITHUB_SECRET,
  profile: ({ id, name, login, email }) => ({ id: String(id), name: name ?? login, email, username: login }),
  ...(env.AUTH_GITHUB_URL && { enterprise: { baseUrl: env.AUTH_GITHUB_URL } }),
})

const available = {
  github,
  google: Google({ clientId: env.AUTH_GOOGLE_ID, clientSecret: env.AUTH_GOOGLE_SECRET }),
}

/** Made for each request, because the cookie's name and its Secure flag follow the request. */
async function config(): Promise<NextAuthConfig> {
  const from = await headers()
  const secure = isSecure(from)
  return {
    secret: env.AUTH_SECRET,
    trustHost: true,
    basePath: '/api/auth',
    adapter: accountAdapter,
    providers: [credentials, ...providers.map(({ id }) => available[id])],
    pages: { signIn: '/login', error: '/login' },
    session: { strategy: 'jwt', maxAge: env.REMEMBER_DAYS * 24 * 60 * 60 },
    useSecureCookies: secure,
    cookies: { sessionToken: { name: sessionCookie(secure), options: cookieOptions(secure) } },
    // Auth.js calls its session a JWT; ours is an opaque id with a row in the database (docs/decisions/003).
    jwt: {
      encode: async ({ token }) => {
        const userId = Number(token?.sub)
        if (!Number.isSafeInteger(userId) || userId < 1) throw new Error('a session needs a member')
        const origin = { ip: clientAddress(from), userAgent: from.get('user-agent') ?? '' }
        return openSession(userId, token?.remember !== false, origin)
      },
      decode: async ({ token }) => {
        const session = await findSession(token)
        return session && { sub: String(session.viewer.id) }
      },
    },
    callbacks: {
      jwt: ({ token, user }) => ({
        ...token,
        remember: (user as { remember?: boolean } | undefined)?.remember,
      }),
      redirect: ({ url, baseUrl }) =>
        baseUrl + safeNext(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
    logger: {
      error: (error) => logAuthError(error),
      warn: (code) => log.debug({ event: 'auth.warning', code }),
      debug: () => {},
    },
  }
}

function logAuthError(error: Error): void {
  if (error instanceof Refused) return
  log.error({ event: 'auth.error', err: error }, error.message)
}

const cookieOptions = (secure: boolean) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure }) as const

const auth = NextAuth(config)

/**
 * Auth.js's routes. It builds addresses from the one it is called at, which behind a proxy or a listening socket is not
 * the one that the browser sees.
 */
export const handlers = {
  GET: (request: NextRequest) => auth.handlers.GET(asSeen(request)),
  POST: (request: NextRequest) => auth.handlers.POST(asSeen(request)),
}

function asSeen(request: NextRequest): NextRequest {
  const { pathname, search } = request.nextUrl
  return new NextRequest(new URL(pathname + search, publicOrigin(request.headers)), request)
}

/**
 * Logs in with name or address and password, and sets the session cookie: for this browser session only, or with
 * `remember` for REMEMBER_DAYS.
 * @throws AppError as `authenticate` does.
 */
export async function startSession(
  identifier: string,
  password: string,
  remember: boolean,
): Promise<{ locale: string | null }> {
  const former = await sessionToken()
  try {
    await auth.signIn('credentials', { identifier, password, remember: String(remember), redirect: false })
  } catch (error) {
    throw refusalIn(error) ?? error
  }
  if (former) await closeSession(former)
  if (!remember) await forgetOnClose()
  return { locale: (await findSession(await sessionToken()))?.viewer.locale ?? null }
}

function refusalIn(error: unknown): AppError | null {
  if (error instanceof Refused) return error.refusal
  return error instanceof CredentialsSignin ? new AppError('wrong-credentials') : null
}

/** The id in the session cookie; a new log-in ends the session before it (ASVS 7.2.4). */
async function sessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookie(isSecure(await headers())))?.value
}

/** Auth.js always gives its cookie an end; without one the browser drops it when it closes. */
async function forgetOnClose(): Promise<void> {
  const secure = isSecure(await headers())
  const jar = await cookies()
  const value = jar.get(sessionCookie(secure))?.value
  if (value) jar.set(sessionCookie(secure), value, cookieOptions(secure))
}

/** Sends the browser to log in at another provider. */
export const startProvider = (id: 'github' | 'google', next: string): Promise<never> =>
  auth.signIn(id, { redirectTo: next })

/** Ends the session of this browser. Harmless without one. */
export async function endSession(): Promise<void> {
  const token = await sessionToken()
  if (token) await closeSession(token)
  const secure = isSecure(await headers())
  ;(await cookies()).set(sessionCookie(secure), '', { ...cookieOptions(secure), maxAge: 0 })
}
