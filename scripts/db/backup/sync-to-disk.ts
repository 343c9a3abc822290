import { open } from 'node:fs/promises'

/** Flushes a file or directory to the disk, so that it survives a power failure. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
