import { createHash } from 'node:crypto'
import type { Storage } from '../../../lib/storage/storage'
import { type Manifest, storageNameOf } from './manifest'
import { readArchive } from './read-archive'

/**
 * Stores the pictures of an archive that are missing or different in the storage.
 * @returns the number of stored pictures
 */
export async function restorePictures(
  archive: string,
  { files }: Manifest,
  storage: Storage,
): Promise<number> {
  let restored = 0
  await readArchive(archive, async (path, content) => {
    const name = storageNameOf(path)
    const chunks: Buffer[] = []
    for await (const chunk of content) if (name) chunks.push(chunk)
    if (!name) return
    const bytes = Buffer.concat(chunks)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (sha256 !== files[path]?.sha256) throw new Error(`${path} changed while the archive was read`)
    const present = await storage.get(name)
    if (present && Buffer.compare(present, bytes) === 0) return
    await storage.put(name, bytes, 'image/webp')
    restored += 1
  })
  return restored
}
