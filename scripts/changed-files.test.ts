import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { baseOf, browserRuns, changedFiles } from './changed-files.mjs'

/** A repository with the branches main and feature, of which feature is checked out. */
function repository() {
  const directory = mkdtempSync(join(tmpdir(), 'roost-git-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: directory,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  const write = (path: string, text: string) => writeFileSync(join(directory, path), text)
  const commit = () => {
    git('add', '.')
    git('commit', '-qm', 'change')
  }
  git('init', '-q', '-b', 'main')
  for (const path of ['a', 'b', 'c', 'd']) write(path, path)
  write('.gitignore', 'ignored')
  commit()
  const fork = git('rev-parse', 'HEAD')
  git('checkout', '-qb', 'feature')
  return { directory, git, write, commit, fork }
}

describe('changed files', () => {
  test('are those that are modified, staged, deleted or untracked, but not ignored', () => {
    const { directory, git, write } = repository()
    write('a', 'modified')
    write('b', 'staged')
    git('add', 'b')
    rmSync(join(directory, 'c'))
    mkdirSync(join(directory, 'new'))
    write('new/é "x"', '')
    write('ignored', '')
    const paths = changedFiles(baseOf('HEAD', directory), directory)
    expect(paths.sort()).toEqual(['a', 'b', 'c', 'new/é "x"'])
  })

  test('contain both names of a renamed file', () => {
    const { directory, git } = repository()
    git('mv', 'a', 'z')
    expect(changedFiles(baseOf('HEAD', directory), directory).sort()).toEqual(['a', 'z'])
  })

  test('since another branch are those changed on this branch only', () => {
    const { directory, git, write, commit, fork } = repository()
    write('a', 'on feature')
    commit()
    git('checkout', '-q', 'main')
    write('b', 'on main')
    commit()
    git('checkout', '-q', 'feature')
    write('d', 'uncommitted')
    const base = baseOf('main', directory)
    expect(base).toBe(fork)
    expect(changedFiles(base, directory).sort()).toEqual(['a', 'd'])
  })

  test('since an unknown ref are reported as an error in one line', () => {
    expect(() => baseOf('nowhere', repository().directory)).toThrow(/^Git cannot find nowhere\.$/)
  })
})

describe('selects browser tests', () => {
  const journeys = ['journeys']
  const specs = ['--only-changed=f00', '--pass-with-no-tests']

  test.each([
    ['app/(dynamic)/page.tsx', [journeys]],
    ['lib/posts/queries.ts', [journeys]],
    ['prisma/schema.prisma', [journeys]],
    ['scripts/server.mjs', [journeys]],
    ['proxy.ts', [journeys]],
    ['e2e/likes.spec.ts', [specs]],
    ['e2e/fixtures.ts', [specs]],
    ['lib/posts/posts.test.ts', []],
    ['lib/testing/factories.ts', []],
    ['scripts/bench/load.ts', []],
    ['docs/database.md', []],
  ])('for a change of %s', (path, runs) => {
    expect(browserRuns([path], 'f00')).toEqual(runs)
  })

  test('for several changes, once per kind', () => {
    expect(browserRuns(['lib/a.ts', 'e2e/a.spec.ts', 'app/b.tsx'], 'f00')).toEqual([journeys, specs])
    expect(browserRuns([], 'f00')).toEqual([])
  })
})
