import { randomUUID } from 'node:crypto'
import { benchPassword } from '../../prisma/seed/bench-rows'
import type { LoadRequest } from './load'
import { cookiesOf, fill, findForm, multipart, submit } from './plain-form'
import type { Target } from './target'

/**
 * A request to measure. `peer` is the rate of the reference implementation in requests per second (docs/performance.md);
 * `floor` and `goal` are multiples of it.
 */
export type Row = { name: string; request: LoadRequest; peer: number | null; floor: number; goal: number }

const member = 'bench1'

/** Logs in like a browser without JavaScript and returns the session cookie. */
export async function logIn(origin: string): Promise<string> {
  const page = `${origin}/login?next=%2F`
  const response = await fetch(page)
  const form = findForm(await response.text(), 'password')
  const accepted = await submit(
    page,
    form,
    { identifier: member, password: benchPassword },
    cookiesOf(response),
  )
  const session = cookiesOf(accepted)
    .split('; ')
    .find((cookie) => cookie.includes('session='))
  if (accepted.status !== 303 || !session)
    throw new Error(
      `The log-in of ${member} returned ${accepted.status} and set ${session ? 'a' : 'no'} session.`,
    )
  return session
}

/** All rows; the one that writes is last, so that the others read the seeded rows. */
export async function rowsFor(origin: string, target: Target, cookie: string): Promise<Row[]> {
  const profile = `/users/bench${Math.ceil(target.users / 2)}`
  const post = `/posts/${Math.ceil(target.lastPost / 2)}`
  const home = await (await fetch(`${origin}/`, { headers: { cookie } })).text()
  const composer = findForm(home, 'body')
  const get = (path: string, cookie?: string): LoadRequest => ({
    path,
    expectedStatus: 200,
    ...(cookie && { cookie }),
  })
  const create = (): ReturnType<typeof multipart> =>
    multipart(fill(composer, { body: 'A post of the benchmark, with a #tag.', submission: randomUUID() }))

  return [
    { name: 'explore, guest', request: get('/explore'), peer: 78, floor: 12, goal: 30 },
    { name: 'profile, guest', request: get(profile), peer: 101, floor: 12, goal: 30 },
    { name: 'post page, guest', request: get(post), peer: null, floor: 12, goal: 30 },
    { name: 'log-in page', request: get('/login'), peer: 1064, floor: 1.2, goal: 2.5 },
    { name: 'explore, member', request: get('/explore', cookie), peer: 78, floor: 2.5, goal: 5 },
    { name: 'profile, member', request: get(profile, cookie), peer: 101, floor: 2.5, goal: 5 },
    { name: 'home, member', request: get('/', cookie), peer: 1.5, floor: 100, goal: 200 },
    {
      name: 'create a post',
      request: { path: composer.action || '/', expectedStatus: 303, cookie, form: create },
      peer: 144,
      floor: 1.5,
      goal: 3,
    },
  ]
}
