// What `npm test -- changed` has to run.

import { spawnSync } from 'node:child_process'
import { root, SetupError } from './settings.mjs'

/**
 * The commit that the working tree is compared with: the merge base of `reference` and HEAD.
 * @throws SetupError when the reference does not exist
 */
export function baseOf(reference, directory = root) {
  const { status, stdout } = git(['merge-base', reference, 'HEAD'], directory)
  if (status !== 0) throw new SetupError(`Git cannot find ${reference}.`)
  return stdout.trim()
}

/** Paths that differ from the commit `base`, deleted ones too, and untracked ones that Git does not ignore. */
export function changedFiles(base, directory = root) {
  const commands = [
    ['diff', '--name-only', '--no-renames', '-z', base],
    ['ls-files', '--others', '--exclude-standard', '-z'],
  ]
  return commands.flatMap((command) => git(command, directory).stdout.split('\0')).filter(Boolean)
}

const git = (args, cwd) => spawnSync('git', args, { cwd, encoding: 'utf8' })

const isUnitTest = (path) => /\.test\.tsx?$/.test(path)
const isProduct = (path) =>
  !isUnitTest(path) &&
  (/^(?:app|components|lib|prisma|public)\/(?!testing\/)/.test(path) ||
    /^scripts\/[^/]+\.mjs$/.test(path) ||
    /^(?:proxy\.ts|instrumentation\.ts|next\.config\.js|postcss\.config\.mjs|package-lock\.json)$/.test(path))

/**
 * The runs of Playwright for changed paths, as its arguments: the specs that import a changed file of e2e. Specs do not
 * import the product: for changes of everything else, the specs of the main journeys run.
 */
export function browserRuns(paths, base) {
  const runs = []
  if (paths.some(isProduct)) runs.push(['journeys'])
  if (paths.some((path) => path.startsWith('e2e/')))
    runs.push([`--only-changed=${base}`, '--pass-with-no-tests'])
  return runs
}
