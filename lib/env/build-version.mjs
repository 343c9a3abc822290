// Plain JavaScript, because next.config.js imports it.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Variables in which hosts and image builds name the commit. */
const variables = ['SOURCE_COMMIT', 'VERCEL_GIT_COMMIT_SHA', 'COMMIT_REF', 'HEROKU_SLUG_COMMIT', 'GITHUB_SHA']

const root = new URL('../../', import.meta.url)

/** The version in package.json. */
export function buildVersion() {
  return JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version
}

/** The commit that is built; empty when neither the host nor Git provides it. */
export function buildCommit(env = process.env, directory = root) {
  const named = variables.map((name) => env[name]).find(Boolean)
  const commit = named ?? readCommit(directory)
  return /^[0-9a-f]{7,40}$/.test(commit) ? commit : ''
}

function readCommit(directory) {
  try {
    const options = { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], options).trim()
  } catch {
    return ''
  }
}
