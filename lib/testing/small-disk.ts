import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Mounts a small file system in memory until the end of the test; it can be full or read-only. */
export function smallDisk(kilobytes: number): { path: string; makeReadOnly: () => void } {
  const path = mount(kilobytes)
  onTestFinished(() => unmount(path))
  return {
    path,
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'pipe' }),
  }
}

/** Mounting requires root; tests that need a small disk are not defined without it. */
export const canMount = (() => {
  try {
    unmount(mount(100))
    return true
  } catch {
    return false
  }
})()

function mount(kilobytes: number): string {
  const path = mkdtempSync(join(tmpdir(), 'roost-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], { stdio: 'pipe' })
    return path
  } catch (error) {
    rmdirSync(path)
    throw error
  }
}

function unmount(path: string) {
  // Lazy: a failed command may have left a file open.
  execFileSync('umount', ['-l', path], { stdio: 'pipe' })
  rmdirSync(path)
}
