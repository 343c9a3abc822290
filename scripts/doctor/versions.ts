import { execFileSync } from 'node:child_process'
import { type Finding, ok, problem, warning } from './finding'

/** Checks the versions of Node and npm. */
export function checkVersions(): Finding[] {
  return [nodeFinding(process.versions.node), npmFinding(npmVersion())]
}

/** @param version such as 24.1.0 */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    return problem('node', `Node ${version} is too old: install Node 24.`)
  if (major > 24) return problem('node', `Node ${version} is too new: install Node 24.`)
  return major < 24
    ? warning('node', `Node ${version} works, but has no security fixes: install Node 24.`)
    : ok('node', `Node ${version}`)
}

/** @param version null when npm is missing, as in a container that only runs the server */
export function npmFinding(version: string | null): Finding {
  if (version === null)
    return warning('npm', 'npm is not installed; npm start needs it to install dependencies.')
  return Number.parseInt(version, 10) < 10
    ? warning('npm', `npm ${version} is old: npm install --global npm@11`)
    : ok('npm', `npm ${version}`)
}

function npmVersion(): string | null {
  try {
    return execFileSync('npm', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}
