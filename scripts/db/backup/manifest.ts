import { z } from 'zod'

export const databaseFile = 'database.db'
export const manifestFile = 'manifest.json'
const mediaFolder = 'media/'

export const manifestSchema = z.object({
  app: z.literal('roost'),
  /** Increased when older code cannot read the archive. */
  format: z.literal(1),
  /** The version of Roost that created the archive. */
  version: z.string(),
  created: z.iso.datetime(),
  /** The engine of the original database; the copy in the archive is always a SQLite file. */
  engine: z.enum(['sqlite', 'postgresql']),
  /** The last migration applied to the copy. */
  migration: z.string(),
  rows: z.record(z.string(), z.number().int().min(0)),
  files: z.record(z.string(), z.object({ bytes: z.number().int().min(0), sha256: z.string() })),
})

export type Manifest = z.infer<typeof manifestSchema>

/** The path of a picture in the archive, from its storage name. */
export function mediaPath(storageName: string): string {
  return `${mediaFolder}${storageName}`
}

/** The storage name of a picture, from its path in the archive; null for other files. */
export function storageNameOf(path: string): string | null {
  return path.startsWith(mediaFolder) ? path.slice(mediaFolder.length) : null
}
