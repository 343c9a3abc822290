import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Creates a directory that is removed after the test. @returns its path */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'roost-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
