import { randomUUID } from 'node:crypto'
import { benchPassword } from '../../prisma/seed/bench-rows'
import type { Shot } from './drive'
import { cookiesOf, fill, findForm, multipart, submit } from './plain-form'
import type { Target } from './target'

/** What is measured, with the peer's requests per second (docs, performance budget) and how many times that we want. */
export type Row = { name: string; shot: Shot; peer: number | null; floor: number; goal: number }

const member = 'bench1'

/** Logs in as a browser without JavaScript does, and returns the cookie. */
export async function logIn(origin: string): Promise<string> {
  const page = `${origin}/login?next=%2F`
  const answer = await fetch(page)
  const form = findForm(await answer.text(), 'password')
  const accepted = await submit(
    page,
    form,
    { identifier: member, password: benchPassword },
    cookiesOf(answer),
  )
  const session = cookiesOf(accepted)
    .split('; ')
    .find((cookie) => cookie.includes('session='))
  if (accepted.status !== 303 || !session)
    throw new Error(
      `The log-in of ${member} answered ${accepted.status} and set ${session ? 'a' : 'no'} session.`,
    )
  return session
}

/** Every row; the one that writes comes last, so that the others read what was seeded. */
export async function rowsFor(origin: string, target: Target, cookie: string): Promise<Row[]> {
  const profile = `/users/bench${Math.ceil(target.users / 2)}`
  const post = `/posts/${Math.ceil(target.lastPost / 2)}`
  const home = await (await fetch(`${origin}/`, { headers: { cookie } })).text()
  const composer = findForm(home, 'body')
  const get = (path: string, as?: string): Shot => ({ path, expect: 200, ...(as && { cookie: as }) })
  const create = (): ReturnType<typeof multipart> =>
    multipart(fill(composer, { body: 'A post of the benchmark, with a #tag.', submission: randomUUID() }))

  return [
    { name: 'explore, guest', shot: get('/explore'), peer: 78, floor: 12, goal: 30 },
    { name: 'profile, guest', shot: get(profile), peer: 101, floor: 12, goal: 30 },
    { name: 'post page, guest', shot: get(post), peer: null, floor: 12, goal: 30 },
    { name: 'log-in page', shot: get('/login'), peer: 1064, floor: 1.2, goal: 2.5 },
    { name: 'explore, member', shot: get('/explore', cookie), peer: 78, floor: 2.5, goal: 5 },
    { name: 'profile, member', shot: get(profile, cookie), peer: 101, floor: 2.5, goal: 5 },
    { name: 'home, member', shot: get('/', cookie), peer: 1.5, floor: 100, goal: 200 },
    {
      name: 'create a post',
      shot: { path: composer.action || '/', expect: 303, cookie, form: create },
      peer: 144,
      floor: 1.5,
      goal: 3,
    },
  ]
}
