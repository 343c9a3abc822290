import { randomUUID } from 'node:crypto'
import { open as openFile } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const open = promisify(openFile)

/**
 * Opens an empty file for this process only. It has no name any more, so the system deletes it when it is closed, also
 * after a kill.
 * @returns its file descriptor
 */
export async function openTemporaryFile(): Promise<number> {
  const path = join(/* turbopackIgnore: true */ tmpdir(), `roost-${randomUUID()}`)
  const fd = await open(path, 'wx+', 0o600)
  await rm(path, { force: true })
  return fd
}
