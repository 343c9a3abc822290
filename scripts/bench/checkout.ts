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
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Not part of the sources: packages, builds, data and settings. */
const notSources = /^(?:node_modules|\.next|\.data|\.git|\.env.*|test-results|playwright-report)$/

/** Files that tools write in node_modules. A hard link would change the original. */
const written = /^\.(?:roost-lock|package-lock\.json)$/
const markerName = '.bench-lock'
const skipped = ['.cache', '.vite', '.vite-temp', markerName]

/**
 * Copies the checkout, or updates the sources of an earlier copy. The build and the packages of the copy are kept until
 * package-lock.json changes.
 * @param afterInstall changes the packages of a new copy
 */
export function copyCheckout(directory: string, afterInstall = () => {}, source = root): void {
  mkdirSync(directory, { recursive: true })
  for (const name of readdirSync(directory))
    if (!notSources.test(name)) rmSync(join(directory, name), { recursive: true })
  for (const name of readdirSync(source))
    if (!notSources.test(name)) cpSync(join(source, name), join(directory, name), { recursive: true })

  const packages = join(directory, 'node_modules')
  const marker = join(packages, markerName)
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  rmSync(packages, { recursive: true, force: true })
  linkPackages(join(source, 'node_modules'), packages)
  afterInstall()
  // Without the marker an interrupted installation is repeated.
  writeFileSync(marker, lock)
}

/** Packages are hundreds of megabytes, which hard links do not copy. */
function linkPackages(from: string, to: string): void {
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

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    // Another file system, or one without hard links.
    copyFileSync(source, target, constants.COPYFILE_FICLONE)
  }
}
