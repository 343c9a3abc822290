import type { ExportKind } from './schema'

/** The percentage of a task, rounded down; 100 for a task with nothing to do. */
export function percentOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))
}

/** The file that a member gets. */
export const exportFiles: Record<ExportKind, { name: string; contentType: string }> = {
  posts: { name: 'posts.json', contentType: 'application/json' },
  archive: { name: 'archive.zip', contentType: 'application/zip' },
}

/** The name of the file in the storage. */
export function storageNameOf({ id, kind }: { id: string; kind: ExportKind }): string {
  return `exports/${id}.${exportFiles[kind].name.split('.')[1]}`
}

/** Larger files are not attached to a mail: many mail servers accept 25 MB, and Base64 adds a third. */
const maxAttachmentBytes = 10 * 1024 * 1024

/**
 * Whether the file is sent with the mail that announces it. Archives are download-only, because they contain other
 * members' messages.
 */
export function isAttached({ kind, size }: { kind: ExportKind; size: number }): boolean {
  return kind === 'posts' && size <= maxAttachmentBytes
}
