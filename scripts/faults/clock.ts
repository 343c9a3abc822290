import { existsSync } from 'node:fs'
import { readMails } from '../../lib/testing/mailbox'
import { findForm, submit } from '../bench/plain-form'
import { SetupError } from '../settings.mjs'
import { reportJobs } from './jobs'
import { createMembers, query, reportWrites } from './load'
import { Member } from './member'
import { Report } from './report'
import { type Stack, startStack } from './stack'

/** Of the Debian package libfaketime. */
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'

/** Settings of a process whose clock is wrong. Timers use the monotonic clock, which is not changed. */
const shifted = (offset: string) => ({
  LD_PRELOAD: library,
  FAKETIME: offset,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
})

/** The clock offsets of processes, by name. */
const offsets: Record<string, string> = { 'web-2': '+1h', 'web-3': '-1h', 'worker-2': '+1h' }

/** Starts web processes whose clocks are an hour fast and an hour slow, and a worker whose clock is an hour fast. */
export async function shiftClock(): Promise<Report> {
  if (!existsSync(library)) throw new SetupError('This needs the Debian package libfaketime.')
  const report = new Report('The clocks of two web processes and a worker are an hour off')
  const stack = await startStack({
    env: { POSTS_PER_PAGE: '5' },
    envOf: (name) => (offsets[name] ? shifted(offsets[name]) : {}),
  })
  try {
    const shownOffsets = await Promise.all(stack.webs.map(({ origin }) => offsetOf(origin)))
    report.add('the clocks are off', Math.abs(shownOffsets[1] ?? 0) > 3000, `${shownOffsets.join(', ')} s`)
    const members = await createMembers(stack.origin, 6)
    await reportSessions(report, stack, members)
    await reportPaging(report, stack, members[0] as Member)
    await reportTokens(report, stack)
    await reportWrites(report, stack.postgresql.url, members)
    await reportJobs(report, stack)
  } finally {
    await stack.stop()
  }
  return report
}

/** The clock offset of a server in seconds, by its Date header. */
async function offsetOf(origin: string): Promise<number> {
  const response = await fetch(`${origin}/api/health`)
  const date = new Date(response.headers.get('date') ?? '').getTime()
  return Math.round((date - Date.now()) / 1000)
}

/** Checks that a session opened by one process is valid at all others. */
async function reportSessions(report: Report, { webs }: Stack, members: Member[]): Promise<void> {
  let refused = 0
  let tried = 0
  for (const opener of webs) {
    const member = new Member(opener.origin, `clock_${opener.process.name.replace('-', '_')}`)
    await member.signUp()
    members.push(member)
    for (const other of webs) {
      tried += 1
      if (!(await member.at(other.origin).isLoggedIn())) refused += 1
    }
  }
  report.add(
    'a session of one process is valid at the others',
    refused === 0,
    `${refused} of ${tried} refused`,
  )
}

/** Checks that lists show every post once, although the processes that wrote them have different clocks. */
async function reportPaging(report: Report, { webs, postgresql }: Stack, member: Member): Promise<void> {
  for (let count = 0; count < 15; count++) {
    const writer = webs[count % webs.length]
    await member.at(writer?.origin ?? '').post()
  }
  const rows = await query<{ n: string }>(
    postgresql.url,
    'SELECT COUNT(*) AS n FROM posts p JOIN users u ON u.id = p.author_id WHERE u.username = $1',
    [member.username],
  )
  const total = Number(rows[0]?.n)
  const shown: string[] = []
  let path: string | undefined = `/users/${member.username}`
  for (let page = 0; path && page < 20; page++) {
    const origin: string = webs[page % webs.length]?.origin ?? ''
    const response: Response | null = await member.at(origin).get(path)
    const html: string = (await response?.text()) ?? ''
    shown.push(
      ...[...html.matchAll(/<article[^>]* id="post-(\d+)"| id="post-(\d+)"/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      ),
    )
    path = /href="(\/users\/[^"]*[?&](?:amp;)?before=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  const unique = new Set(shown)
  report.add(
    'paging shows every post once',
    unique.size === total && shown.length === total,
    `${total} posts, ${shown.length} shown, ${unique.size} different`,
  )
}

/**
 * Checks that every process accepts links in mails of the others until they expire by its own clock. A verification link
 * lasts for 30 minutes, so the fast process refuses one from a worker whose clock is right.
 */
async function reportTokens(report: Report, { webs, dataDir, postgresql }: Stack): Promise<void> {
  const results: string[] = []
  let differences = 0
  for (const [index, web] of webs.entries()) {
    const member = new Member(web.origin, `clock_mail_${index + 1}`)
    await member.signUp()
    const link = await linkFor(dataDir, `${member.username}@example.com`)
    const other = webs[(index + 1) % webs.length]?.origin ?? ''
    const page = await fetch(other + link, { headers: { cookie: member.cookie, accept: 'text/html' } })
    const html = await page.text()
    if (html.includes('name="token"'))
      await (await submit(other + link, findForm(html, 'token'), {}, member.cookie)).arrayBuffer()
    const rows = await query<{ verified: Date | null }>(
      postgresql.url,
      'SELECT email_verified AS verified FROM users WHERE username = $1',
      [member.username],
    )
    const result = rows[0]?.verified ? 'valid' : 'expired'
    const isDue = expiryOf(link) < Date.now() + (await offsetOf(other)) * 1000
    if (result !== (isDue ? 'expired' : 'valid')) differences += 1
    results.push(result)
  }
  report.add(
    'a link of a mail is valid until it expires by the clock of the process',
    differences === 0,
    results.join(', '),
  )
}

/** When the link expires, in milliseconds since 1970: its token contains that. */
function expiryOf(link: string): number {
  const [payload = ''] = (link.split('/').at(-1) ?? '').split('.')
  return new Date(JSON.parse(Buffer.from(payload, 'base64url').toString()).expires).getTime()
}

/** Waits for the mail to an address. @returns the path of its link */
async function linkFor(dataDir: string, address: string): Promise<string> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const mail = (await readMails(dataDir)).find(({ to }) => to === address)
    const url = mail?.text.split(/\s+/).find((word) => word.includes('/verify-email/'))
    if (url) return new URL(url).pathname
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`no mail to ${address}`)
}
