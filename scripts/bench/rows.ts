import { randomUUID } from 'node:crypto'
import { benchPassword } from '../../prisma/seed/bench-rows'
import { barePath } from './bench-build'
import { connections, type LoadRequest } from './load'
import { cookiesOf, fill, findForm, multipart, type PlainForm, submit } from './plain-form'
import { guestPage, memberPage, softNavigation } from './soft-navigation'
import { createToken, openSessions, type Target } from './target'

/** What the limit server reads for a request, besides the session. */
export type LimitQuery = 'explore' | 'home' | 'profile' | 'post' | 'nothing'

/** CPU time as a multiple of the bare page: the floor is the least that is accepted. */
type Budget = { floor: number | null; goal: number | null }

/** A request to measure; `limit` is null when the limit server has no equivalent. */
export type Row = Budget & { name: string; limit: LimitQuery | null; request: LoadRequest }

/** What requests are made of: names and ids of the database, sessions and forms. */
type Context = {
  origin: string
  cookie: string
  /** Of several members, because one may open only a few streams. */
  streamCookies: string[]
  /** Of the REST API. */
  token: string
  profile: string
  post: number
  composer: PlainForm
  logInForm: PlainForm
}

type RowSpec = Budget & {
  name: string
  limit: LimitQuery | null
  request: (context: Context) => LoadRequest | Promise<LoadRequest>
}

const budgets = {
  document: { floor: 1.8, goal: 1.5 },
  soft: { floor: 1.1, goal: 0.9 },
  list: { floor: 0.75, goal: 0.6 },
  smallJson: { floor: 0.5, goal: 0.4 },
  apiRead: { floor: 0.55, goal: 0.4 },
  guest: { floor: 0.06, goal: 0.03 },
  create: { floor: 1.3, goal: 1 },
  none: { floor: null, goal: null },
} satisfies Record<string, Budget>

const member = 'bench1'
/** Signs in repeatedly, so that the sessions of the member above stay. */
const otherMember = 'bench3'
/** Has a conversation with the member, which target.ts writes. */
export const partner = 'bench2'

const english = { 'accept-language': 'en' }
const profilePath = ({ profile }: Context) => `/users/${profile}`
const postPath = ({ post }: Context) => `/posts/${post}`

function get(path: string, headers: Record<string, string>, cookie?: string): LoadRequest {
  return { path, expectedStatus: 200, headers: { ...english, ...headers, ...(cookie && { cookie }) } }
}

const getDocument = (path: string, cookie?: string) => get(path, { accept: 'text/html' }, cookie)
const getJson = (path: string, cookie?: string) => get(path, { accept: 'application/json' }, cookie)

async function getSoftly(path: string, cookie?: string): Promise<LoadRequest> {
  const soft = await softNavigation(cookie ? memberPage : guestPage, path)
  return get(soft.path, soft.headers, cookie)
}

/** The second page of a list, which its first page links to. */
async function getMore({ origin, cookie }: Context, path: string): Promise<LoadRequest> {
  const response = await fetch(origin + path, { headers: { cookie } })
  const { older } = (await response.json()) as { older: string | null }
  if (!older) throw new Error(`${path} has one page only: the database needs more rows.`)
  const search = new URLSearchParams(older)
  const url = new URL(path, origin)
  for (const [name, value] of search) url.searchParams.set(name, value)
  return getJson(url.pathname + url.search, cookie)
}

const search = '/search?q=garden'

/** Those that write are last, so that the others read the seeded rows. */
const specs: RowSpec[] = [
  {
    name: 'explore, guest',
    ...budgets.guest,
    limit: 'explore',
    request: () => getDocument('/explore'),
  },
  {
    name: 'profile, guest',
    ...budgets.guest,
    limit: 'profile',
    request: (context) => getDocument(profilePath(context)),
  },
  {
    name: 'post page, guest',
    ...budgets.guest,
    limit: 'post',
    request: (context) => getDocument(postPath(context)),
  },
  { name: 'log-in page, guest', ...budgets.guest, limit: 'nothing', request: () => getDocument('/login') },
  { name: 'search, guest', ...budgets.none, limit: null, request: () => getDocument(search) },
  {
    name: 'explore, guest, soft navigation',
    ...budgets.none,
    limit: 'explore',
    request: () => getSoftly('/explore'),
  },
  {
    name: 'profile, guest, soft navigation',
    ...budgets.none,
    limit: 'profile',
    request: (context) => getSoftly(profilePath(context)),
  },
  {
    name: 'profile card, guest, JSON',
    ...budgets.smallJson,
    limit: 'nothing',
    request: (context) => getJson(`${profilePath(context)}/card`),
  },
  ...memberPages(),
  {
    name: 'notifications poll, member, JSON',
    ...budgets.smallJson,
    limit: 'nothing',
    request: ({ cookie }) => getJson(`/notifications?since=${Math.floor(Date.now() / 1000)}`, cookie),
  },
  {
    name: 'profile card, member, JSON',
    ...budgets.smallJson,
    limit: 'nothing',
    request: (context) => getJson(`${profilePath(context)}/card`, context.cookie),
  },
  {
    name: 'API read, one resource',
    ...budgets.apiRead,
    limit: 'nothing',
    request: ({ post, token }) =>
      get(`/api/posts/${post}`, { accept: 'application/json', authorization: `Bearer ${token}` }),
  },
  {
    name: 'open an event stream, member',
    ...budgets.none,
    limit: null,
    request: ({ streamCookies }) => ({
      ...get('/data/stream?last=0.0', { accept: 'text/event-stream' }),
      streamCookies,
    }),
  },
  { name: 'log in', ...budgets.none, limit: null, request: logInRequest },
  { name: 'create a post, member', ...budgets.create, limit: 'nothing', request: createRequest },
]

/** Each page as a document, by a soft navigation, and its older entries as JSON. */
function memberPages(): RowSpec[] {
  const pages: { name: string; limit: LimitQuery | null; path: (context: Context) => string }[] = [
    { name: 'explore', limit: 'explore', path: () => '/explore' },
    { name: 'home', limit: 'home', path: () => '/' },
    { name: 'profile', limit: 'profile', path: profilePath },
    { name: 'search', limit: null, path: () => search },
    { name: 'message thread', limit: null, path: () => `/messages/${partner}` },
  ]
  const dataPath = (path: string) => (path === '/' ? '/data/home' : `/data${path}`)
  return pages.flatMap(({ name, limit, path }): RowSpec[] => [
    {
      name: `${name}, member`,
      ...budgets.document,
      limit,
      request: (context) => getDocument(path(context), context.cookie),
    },
    {
      name: `${name}, member, soft navigation`,
      ...budgets.soft,
      limit,
      request: (context) => getSoftly(path(context), context.cookie),
    },
    {
      name: `${name}, member, more (JSON)`,
      ...budgets.list,
      limit,
      request: (context) => getMore(context, dataPath(path(context))),
    },
  ])
}

function logInRequest({ logInForm }: Context): LoadRequest {
  const fields = fill(logInForm, { identifier: otherMember, password: benchPassword })
  return { path: '/login', expectedStatus: 303, headers: english, form: () => multipart(fields) }
}

function createRequest({ composer, cookie }: Context): LoadRequest {
  const form = () =>
    multipart(fill(composer, { body: 'A post of the benchmark, with a #tag.', submission: randomUUID() }))
  return { path: composer.action || '/', expectedStatus: 303, headers: { ...english, cookie }, form }
}

/** The names of all rows. */
export const rowNames = specs.map(({ name }) => name)

/** The page that `CPU time` is compared with. */
export function bareRequest(cookie: string): LoadRequest {
  return getDocument(barePath, cookie)
}

/** Creates the requests of the rows whose name contains `word`. */
export async function rowsFor(origin: string, target: Target, cookie: string, word: string): Promise<Row[]> {
  const read = async (path: string, headers: Record<string, string>) =>
    (await fetch(origin + path, { headers })).text()
  const context: Context = {
    ...{ origin, cookie },
    ...limitValues(target),
    streamCookies: await openSessions(connections),
    token: await createToken(),
    composer: findForm(await read('/', { cookie }), 'body'),
    logInForm: findForm(await read('/login', {}), 'password'),
  }
  const rows: Row[] = []
  for (const spec of specs.filter(({ name }) => name.includes(word)))
    rows.push({ ...spec, request: await spec.request(context) })
  return rows
}

/** The profile and the post that are read, in the middle of the database. */
export function limitValues(target: Target): { profile: string; post: number } {
  return { profile: `bench${Math.ceil(target.users / 2)}`, post: Math.ceil(target.lastPost / 2) }
}

/** Logs in like a browser without JavaScript and returns the session cookie. */
export async function logIn(origin: string): Promise<string> {
  const page = `${origin}/login?next=%2F`
  const response = await fetch(page)
  const form = findForm(await response.text(), 'password')
  const values = { identifier: member, password: benchPassword }
  const accepted = await submit(page, form, values, cookiesOf(response))
  const session = cookiesOf(accepted)
    .split('; ')
    .find((cookie) => cookie.includes('session='))
  if (accepted.status === 303 && session) return session
  throw new Error(
    `The log-in of ${member} returned ${accepted.status} and set ${session ? 'a' : 'no'} session.`,
  )
}
