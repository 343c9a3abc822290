// Copies of the checkout, for builds and versions of Node that differ from its own.

import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { root } from './settings.mjs'

/** Not part of the sources: packages, builds, data and settings. */
const notSources = /^(?:node_modules|\.next|\.data|\.git|\.env.*|test-results|playwright-report)$/

/** Files that tools write in node_modules. A hard link would change the original. */
const written = /^\.(?:roost-lock|package-lock\.json)$/
const markerName = '.roost-copy'
const skipped = ['.cache', '.vite', '.vite-temp', markerName]

/**
 * Copies the checkout, or updates the sources of an earlier copy. The build and the packages of the copy are kept until
 * package-lock.json or the version of Node changes.
 * @param source the directory to copy
 */
export function copyCheckout(directory, source = root) {
  mkdirSync(directory, { recursive: true })
  for (const name of readdirSync(directory))
    if (!notSources.test(name)) rmSync(join(directory, name), { recursive: true })
  for (const name of readdirSync(source))
    if (!notSources.test(name)) cpSync(join(source, name), join(directory, name), { recursive: true })

  const packages = join(directory, 'node_modules')
  const marker = join(packages, markerName)
  // Native packages belong to one version of Node.
  const lock = `${process.version}\n${readFileSync(join(source, 'package-lock.json'), 'utf8')}`
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  rmSync(packages, { recursive: true, force: true })
  linkPackages(join(source, 'node_modules'), packages)
  // Without the marker an interrupted installation is repeated.
  writeFileSync(marker, lock)
}

/** Packages are hundreds of megabytes, which hard links do not copy. */
function linkPackages(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (skipped.includes(entry.name)) continue
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (entry.isDirectory()) linkPackages(source, target)
    else if (entry.isFile() && written.test(entry.name)) copyFileSync(source, target)
    else if (entry.isFile()) linkFile(source, target)
  }
}

function linkFile(source, target) {
  try {
    linkSync(source, target)
  } catch {
    // Another file system, or one without hard links.
    copyFileSync(source, target, constants.COPYFILE_FICLONE)
  }
}
