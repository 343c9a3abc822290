import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { HttpMember } from './http-member'
import { needs } from './needs'
import { startOwnServer } from './own-server'
import { writePosts } from './plain-http'

/**
 * The budget of docs/performance.md, in bytes after gzip. React and Next account for 136,000 bytes of each: the chunks
 * that contain no code of this project.
 */
const limits = { member: 167_000, guest: 146_000 }

type Script = { path: string; bytes: number }

/** Opens the page at `path`. Returns its scripts with their gzipped size, largest first. */
async function readScripts(page: Page, path: string): Promise<Script[]> {
  const scripts: Promise<Script>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(
        response.body().then((body) => ({
          path: new URL(response.url()).pathname,
          bytes: gzipSync(body).length,
        })),
      )
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  return (await Promise.all(scripts)).sort((a, b) => b.bytes - a.bytes)
}

function expectAtMost(limit: number, scripts: Script[]): void {
  const sum = scripts.reduce((total, { bytes }) => total + bytes, 0)
  const largest = scripts.slice(0, 5).map(({ path, bytes }) => `${bytes} ${path}`)
  const message = `${sum} bytes of script, gzip; the limit is ${limit}; the largest are\n${largest.join('\n')}`
  expect(sum, message).toBeLessThanOrEqual(limit)
  // A smaller sum means that not every script was counted.
  expect(sum, message).toBeGreaterThan(100_000)
}

test('loads at most 167 kB of JavaScript on the home page of a member', async ({ member }) => {
  await writePosts(member.context.request, ['One', 'Two'])
  expectAtMost(limits.member, await readScripts(member.page, '/'))
})

test('loads at most 10 kB of JavaScript for a guest in addition to React and Next', async ({
  member,
  guest,
}) => {
  needs('guest pages')
  await writePosts(member.context.request, ['One', 'Two'])
  expectAtMost(limits.guest, await readScripts(guest, '/explore'))
})

test('sends at most 70 kB of HTML for 25 posts to a member', async () => {
  const own = await startOwnServer(undefined, { POSTS_PER_PAGE: '25', DATABASE_URL: '' })
  try {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, DATA_DIR: own.dataDir, DATABASE_URL: '' },
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    const member = await HttpMember.signUp(own.url, 'reader')
    const html = await member.get('/explore')
    expect(html.match(/<article/g)).toHaveLength(25)
    const bytes = Buffer.byteLength(html)
    expect(bytes, `${bytes} bytes of HTML; the limit is 70000`).toBeLessThanOrEqual(70_000)
  } finally {
    await own.stop()
  }
})
