import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const paths: string[] = []

// Servers of failed tests are killed when the worker of Playwright exits, so their data is removed then, too.
process.once('exit', () => {
  for (const path of paths) rmSync(path, { recursive: true, force: true })
})

/** Creates a directory that is removed when this process exits. @returns its path */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'roost-own-'))
  paths.push(path)
  return path
}
