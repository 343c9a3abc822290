import { storage } from './storage'

/**
 * Whether the storage works: writes, reads and deletes an object whose name no upload has.
 * @throws the error of the storage
 */
export async function probeStorage(): Promise<boolean> {
  const name = `probes/${crypto.randomUUID()}.txt`
  const bytes = new TextEncoder().encode(name)
  await storage.put(name, bytes, 'text/plain')
  try {
    const found = await storage.get(name)
    return found !== null && Buffer.from(found).equals(bytes)
  } finally {
    await storage.remove(name)
  }
}
