// Routes requests by the config.json of Vercel's Build Output API, version 3: routes in phases, which a `handle` begins.

import { decodePath } from './decode-path.mjs'

/** A file or function that a request is routed to, or a response without one. */
/** @typedef {{ kind: 'file' | 'function', path: string, url: string } | { kind: 'response', response: Response } | { kind: 'redirect' | 'none' }} Target */

/**
 * Makes a router.
 * @param {object} config the parsed config.json
 * @param {(path: string) => 'file' | 'function' | null} find what the output has at a decoded path
 * @param {(name: string, request: Request) => Promise<Response>} runMiddleware
 */
export function createRouter({ routes }, find, runMiddleware) {
  const phases = splitPhases(routes)

  /**
   * @param {{ method: string, url: string, headers: Headers }} request a URL with origin
   * @returns {Promise<{ target: Target, status?: number, headers: Headers, middlewareHeaders: Headers, requestHeaders: Headers }>}
   */
  return async function route({ method, url, headers }) {
    const { origin, pathname, searchParams, host } = new URL(url)
    const state = {
      method,
      host,
      origin,
      path: pathname,
      url: pathname,
      query: searchParams,
      requestHeaders: new Headers(headers),
      headers: new Headers(),
      middlewareHeaders: new Headers(),
      status: undefined,
      target: null,
    }
    await applyPhase('', state)
    if (!state.target) await locate(state)
    if (!state.target) await applyError(state, state.status ?? 404)
    if (state.target.kind === 'function' || state.target.kind === 'file') await applyPhase('hit', state)
    return state
  }

  /** Looks for the path in the output, then in the phases that rewrite it. */
  async function locate(state) {
    if (check(state)) return
    for (const phase of ['filesystem', 'rewrite', 'miss', 'resource']) {
      await applyPhase(phase, state)
      if (state.target) return
      if (phase !== 'resource' && check(state)) return
    }
  }

  function check(state) {
    const kind = find(decodePath(state.path))
    if (kind) state.target = { kind, path: state.path, url: withQuery(state.url, state.query) }
    return kind !== null
  }

  async function applyPhase(name, state) {
    for (const route of phases.get(name) ?? []) {
      const match = matchRoute(route, state)
      // Transforms only pass the names of actions to the host.
      if (!match || route.transforms) continue
      if (route.middlewarePath) {
        await applyMiddleware(route.middlewarePath, state)
        if (state.target) return
        continue
      }
      await apply(route, match, state, name)
      if (state.target) return
      if (!route.continue && name !== 'hit' && !route.check) {
        if (check(state)) return
        if (route.status >= 400) return applyError(state, route.status)
        return
      }
    }
  }

  async function apply(route, match, state, phase) {
    for (const [key, value] of Object.entries(route.headers ?? {})) {
      const text = substitute(value, match)
      if (phase === 'hit' && key === 'x-matched-path') state.requestHeaders.set(key, text)
      else if (key.toLowerCase() === 'location') state.headers.set(key, text)
      else state.headers.set(key, text)
    }
    if (route.status) state.status = route.status
    if (route.headers?.Location ?? route.headers?.location) {
      state.target = { kind: 'redirect' }
      return
    }
    if (!route.dest) return
    const [path, query] = substitute(route.dest, match).split('?')
    state.path = path.startsWith('/') ? path : `/${path}`
    for (const [key, value] of new URLSearchParams(query ?? '')) state.query.set(key, value)
    // A dynamic route names a function; the function still receives the requested path.
    if (phase !== 'rewrite' && phase !== 'error') state.url = state.path
    if (route.check) check(state)
  }

  async function applyError(state, status) {
    state.status = status
    for (const route of phases.get('error') ?? []) {
      if (route.status !== undefined && route.status !== status) continue
      const match = matchRoute(route, state)
      if (!match) continue
      await apply(route, match, state, 'error')
      if (check(state)) return
    }
    state.target = { kind: 'none' }
  }

  async function applyMiddleware(name, state) {
    const url = state.origin + withQuery(state.path, state.query)
    const request = new Request(url, { method: state.method, headers: state.requestHeaders })
    const response = await runMiddleware(name, request)
    const rewrite = response.headers.get('x-middleware-rewrite')
    const isNext = response.headers.get('x-middleware-next') === '1'
    if (!rewrite && !isNext) {
      state.target = { kind: 'response', response }
      return
    }
    overrideRequestHeaders(state.requestHeaders, response.headers)
    // Next reads it, so that a page receives the cookies that the proxy sets.
    const cookies = response.headers.get('x-middleware-set-cookie')
    if (cookies !== null) state.requestHeaders.set('x-middleware-set-cookie', cookies)
    for (const [key, value] of response.headers) {
      if (key === 'set-cookie') state.middlewareHeaders.append(key, value)
      else if (!key.startsWith('x-middleware-')) state.middlewareHeaders.set(key, value)
    }
    if (!rewrite) return
    if (response.status !== 200) state.status = response.status
    const target = new URL(rewrite, url)
    state.path = target.pathname
    state.url = target.pathname
    state.query = target.searchParams
  }
}

/** Middleware names all headers that the request keeps, and sends the values of those that it has changed. */
function overrideRequestHeaders(headers, response) {
  const kept = response.get('x-middleware-override-headers')
  if (kept === null) return
  const names = kept.split(',').map((name) => name.trim().toLowerCase())
  for (const name of [...headers.keys()]) if (!names.includes(name)) headers.delete(name)
  for (const name of names) {
    const value = response.get(`x-middleware-request-${name}`)
    if (value !== null) headers.set(name, value)
  }
}

function splitPhases(routes) {
  const phases = new Map([['', []]])
  let current = ''
  for (const route of routes) {
    if (route.handle) {
      current = route.handle
      phases.set(current, [])
    } else phases.get(current).push(route)
  }
  return phases
}

/** The values of the groups of a route that matches; null otherwise. */
function matchRoute(route, state) {
  if (route.methods && !route.methods.includes(state.method)) return null
  const flags = route.caseSensitive ? '' : 'i'
  // Vercel anchors every pattern.
  const source = `${route.src.startsWith('^') ? '' : '^'}${route.src}${route.src.endsWith('$') ? '' : '$'}`
  const match = new RegExp(source, flags).exec(state.path)
  if (!match) return null
  const groups = { ...match.groups }
  for (const [index, value] of match.entries()) groups[index] = value
  for (const condition of route.has ?? []) {
    const found = matchCondition(condition, state)
    if (!found) return null
    Object.assign(groups, found)
  }
  if ((route.missing ?? []).some((condition) => matchCondition(condition, state))) return null
  return groups
}

function matchCondition({ type, key, value }, { requestHeaders, query, host }) {
  const actual =
    type === 'header'
      ? requestHeaders.get(key)
      : type === 'query'
        ? query.get(key)
        : type === 'host'
          ? host
          : cookieOf(requestHeaders, key)
  if (actual === null || actual === undefined) return null
  if (value === undefined) return {}
  const match = new RegExp(`^${value}$`).exec(actual)
  return match ? { ...match.groups } : null
}

function cookieOf(headers, name) {
  const pair = (headers.get('cookie') ?? '').split('; ').find((one) => one.startsWith(`${name}=`))
  return pair?.slice(name.length + 1)
}

const substitute = (text, groups) => text.replace(/\$(\w+)/g, (_, name) => groups[name] ?? '')

const withQuery = (path, query) => (query.size > 0 ? `${path}?${query}` : path)
