// Uses a site as a member without JavaScript, and as a guest: visit.ts ORIGIN USERNAME. A process of its own, because Node
// reads NODE_EXTRA_CA_CERTS at its start. Prints the cookie of the member.

import { strict as assert } from 'node:assert'
import { Member } from '../../../scripts/faults/member'

const [origin = '', username = ''] = process.argv.slice(2)
const member = new Member(origin, username)
await member.signUp()
await member.post()
assert.equal(member.acknowledged.posts.length, 1, 'the post is acknowledged')
const profile = await fetch(`${origin}/users/${username}`)
assert.equal(profile.status, 200)
assert.ok((await profile.text()).includes(member.acknowledged.posts[0] as string), 'a guest reads the post')
console.log(member.cookie)
