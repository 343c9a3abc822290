// Replaces next/headers, next/navigation and next/cache, which work only within a request of Next:
//   vi.mock('next/headers', () => import('./testing/next'))

/** The current request of the code under test. */
export const request = { cookies: new Map<string, string>(), headers: new Headers() }

/** Begins a request with these headers and cookies. */
export function newRequest({
  headers = {} as Record<string, string>,
  cookies = {} as Record<string, string>,
} = {}) {
  request.cookies = new Map(Object.entries(cookies))
  request.headers = new Headers(headers)
}

export async function headers() {
  return request.headers
}

export async function cookies() {
  return {
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
    has: (name: string) => request.cookies.has(name),
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (cookie: string | { name: string }) =>
      request.cookies.delete(typeof cookie === 'string' ? cookie : cookie.name),
  }
}

/** A redirect, thrown as Next does. */
export class Redirected extends Error {
  constructor(readonly to: string) {
    super(`redirected to ${to}`)
  }
}

export function redirect(to: string): never {
  throw new Redirected(to)
}

export function notFound(): never {
  throw new Redirected('404')
}

export function refresh() {}
