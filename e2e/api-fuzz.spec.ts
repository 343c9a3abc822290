import type { OpenApiDocument } from '../lib/testing/openapi'
import { makeAdmin } from './admin'
import { readValue } from './database'
import { expect, test } from './fixtures'
import { Actor } from './fuzz/actors'
import { type Call, callsOf } from './fuzz/calls'
import { answerChecks, type Secret } from './fuzz/checks'
import { newMember } from './members'
import { sendPlainMessages } from './messages'
import { origin, uniqueName, writePosts } from './plain-http'

/** Both variables are set by `npm run fuzz`. */
const seed = Number(process.env.FUZZ_SEED ?? 1)
const count = Number(process.env.FUZZ_CALLS ?? 500)

const idOf = (name: string) => Number(readValue('SELECT id FROM users WHERE username = ?', name))

test('returns only what the OpenAPI document describes, whatever clients send [SEC-18, API-12]', async ({
  member,
  otherMember: friend,
}) => {
  test.setTimeout(60_000 + count * 100)
  const document = (await (await fetch(`${origin()}/api/openapi.json`)).json()) as OpenApiDocument
  const posts = await writePosts(member.context.request, ['A #post', 'Another @nobody #post'])
  const message = `private ${uniqueName()}`
  await sendPlainMessages(member.context.request, friend.username, message)
  const [reader, admin] = [newMember(), newMember()]
  makeAdmin(admin)
  const secrets: Secret[] = [
    { owner: 2, text: message },
    { owner: -1, text: friend.email },
  ]
  const accounts = [null, reader, member, admin]
  const actors = accounts.map((account, index) => new Actor(index, account, secrets, account === admin))
  for (const actor of actors) await actor.logIn()

  const users = [reader, member, admin, friend].map(({ username }) => idOf(username))
  const calls = callsOf(document, { users, posts }, { seed, count, actors: actors.length })
  const check = answerChecks(document, secrets)
  const statuses = new Map<number, number>()
  const problems: string[] = []
  const sendAll = async (actor: Actor, own: Call[]) => {
    for (const call of own) {
      const answer = await actor.send(call)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      const found = check(call, answer)
      const sent = `${call.method} ${call.target} ${JSON.stringify(call.headers)} ${call.body}`.slice(0, 600)
      problems.push(...found.map((problem) => `${problem} after ${sent} by actor ${call.actor}`))
    }
  }
  const startedAt = performance.now()
  await Promise.all(
    actors.map((actor, index) =>
      sendAll(
        actor,
        calls.filter((call) => call.actor === index),
      ),
    ),
  )
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const summary = [...statuses]
    .sort(([one], [other]) => one - other)
    .map(([status, times]) => `${status}: ${times}`)
  console.log(`fuzz: seed ${seed}, ${calls.length} calls in ${seconds} s; ${summary.join(', ')}`)
  expect(problems).toEqual([])
  expect((statuses.get(200) ?? 0) / calls.length).toBeGreaterThan(0.1)
})
