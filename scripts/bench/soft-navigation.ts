import cacheBusting from 'next/dist/shared/lib/router/utils/cache-busting-search-param.js'

type Segment = string | [name: string, value: string]

/** The page that is open before a navigation. */
type OpenPage = {
  /** The path after the rewrite of proxy.ts. */
  path: string
  /** The segments of its route in app down to the root layout, and those below it. */
  root: Segment[]
  below: Segment[]
  /** What Next knows about the prefetching of each segment (PrefetchHint in next/dist/shared/lib/app-router-types.js). */
  hints: number
}

export const memberPage: OpenPage = {
  path: '/notifications',
  root: ['', '(dynamic)'],
  below: ['notifications'],
  hints: 0,
}
export const guestPage: OpenPage = {
  path: '/guest/en/about',
  root: ['', 'guest', ['locale', 'en']],
  below: ['about'],
  hints: 1024,
}

const isRootLayoutOrAbove = 16

/**
 * The request of Next's router for a link to another page (next/dist/client/components/router-reducer/
 * fetch-server-response.js). The server renders only what differs from the open page.
 * @param to the path of the other page
 */
export async function softNavigation(
  from: OpenPage,
  to: string,
): Promise<{ path: string; headers: Record<string, string> }> {
  const tree = encodeURIComponent(JSON.stringify(routerState(from)))
  // Next redirects a request whose parameter does not match its headers.
  const hash = await cacheBusting.computeCacheBustingSearchParam(undefined, undefined, tree, from.path)
  const headers = { rsc: '1', 'next-router-state-tree': tree, 'next-url': from.path }
  return { path: `${to}${to.includes('?') ? '&' : '?'}_rsc=${hash}`, headers }
}

type RouterState = [
  segment: string | [string, string, 'd', null],
  children: { children?: RouterState },
  refresh: null,
  refetch: null,
  hints: number,
]

function routerState({ root, below, hints }: OpenPage): RouterState {
  let state: RouterState = ['__PAGE__', {}, null, null, hints]
  for (const segment of below.toReversed()) state = wrap(segment, state, hints)
  for (const segment of root.toReversed()) state = wrap(segment, state, hints | isRootLayoutOrAbove)
  return state
}

function wrap(segment: Segment, inner: RouterState, hints: number): RouterState {
  const own = typeof segment === 'string' ? segment : ([...segment, 'd', null] as RouterState[0])
  return [own, { children: inner }, null, null, hints]
}
