// Builds the application with the real `vercel build`, in a copy of the checkout, and lays out its functions.

import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { copyCheckout } from '../checkout.mjs'
import { SetupError } from '../settings.mjs'
import { checkSize } from './bundle-size.mjs'
import { cache, installTool } from './tools.mjs'

/** What `vercel pull` writes for a project with the settings of docs/deploy-serverless.md; the ids are placeholders. */
const project = {
  projectId: 'prj_local',
  orgId: 'team_local',
  settings: { framework: 'nextjs', nodeVersion: '24.x' },
}

/** Where the copy is. */
export const vercelCheckout = join(cache, 'vercel-checkout')

/**
 * Builds.
 * @param {Record<string, string>} env the settings of the project
 * @returns {{ checkout: string, output: string }} the directory of the copy, and that of the output
 */
export function buildForVercel(env) {
  const tool = installTool('vercel')
  const checkout = vercelCheckout
  copyCheckout(checkout)
  cpSync('lib/db/generated', join(checkout, 'lib/db/generated'), { recursive: true })
  mkdirSync(join(checkout, '.vercel'), { recursive: true })
  writeFileSync(join(checkout, '.vercel/project.json'), JSON.stringify(project))
  // The packages are in the copy already. A deployment starts without a build.
  const config = JSON.parse(readFileSync('vercel.json', 'utf8'))
  writeFileSync(join(checkout, 'vercel.json'), JSON.stringify({ ...config, installCommand: 'true' }))
  rmSync(join(checkout, '.next/BUILD_ID'), { force: true })
  const { status } = spawnSync(process.execPath, [join(tool, 'dist/vc.js'), 'build', '--prod', '--yes'], {
    cwd: checkout,
    env: {
      ...process.env,
      ...env,
      // No account is used: the build sends no requests.
      VERCEL_TOKEN: 'none',
      VERCEL_TELEMETRY_DISABLED: '1',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new SetupError('vercel build failed: see above.')
  return { checkout, output: join(checkout, '.vercel/output') }
}

/** Where the code of the functions is laid out. */
const functionsDirectory = join(cache, 'vercel-functions')

/**
 * Lays out the code of the functions as Vercel deploys it: what the output contains, and the files of the project that it
 * names. Many pages share a function; their directories are links to its own.
 */
export function layOutFunctions({ checkout, output }) {
  rmSync(functionsDirectory, { recursive: true, force: true })
  for (const source of listFunctions(join(output, 'functions'))) {
    const name = functionName(output, source)
    const target = join(functionsDirectory, name)
    const { filePathMap, useWebApi } = JSON.parse(readFileSync(join(source, '.vc-config.json'), 'utf8'))
    cpSync(source, target, { recursive: true, verbatimSymlinks: true })
    for (const [path, file] of Object.entries(filePathMap)) place(join(checkout, file), join(target, path))
    writeFileSync(join(target, '.function.json'), JSON.stringify({ useWebApi }))
    cpSync(join(import.meta.dirname, 'vercel-runner.cjs'), join(target, 'vercel-runner.cjs'))
    checkSize(name, target)
  }
}

/** The name of the function that answers a path, and the directory of its code. */
export function functionAt(output, path) {
  const name = functionName(output, realpathSync(join(output, 'functions', `${path}.func`)))
  return { name, directory: join(functionsDirectory, name) }
}

const functionName = (output, directory) =>
  relative(join(output, 'functions'), directory).replaceAll('/', '_').replace('.func', '')

/** The directories of functions; links to others are left out. */
function listFunctions(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (!entry.isDirectory()) return []
    return entry.name.endsWith('.func') ? [path] : listFunctions(path)
  })
}

/** Puts a file of the checkout into a bundle, as a hard link if possible. Directories are those of linked packages. */
function place(source, target) {
  mkdirSync(dirname(target), { recursive: true })
  if (existsSync(target)) return
  const stat = lstatSync(source)
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
  else if (stat.isDirectory()) cpSync(source, target, { recursive: true, verbatimSymlinks: true })
  else linkSync(source, target)
}
