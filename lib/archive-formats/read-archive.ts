import { ArchiveError } from '../zip/archive-error'
import type { ReadableZip } from '../zip/read-zip'
import { isMastodonArchive, readMastodonArchive } from './mastodon'
import type { ArchiveKind, ArchiveProfile, ReadEntry, SkipReason } from './records'
import { isRoostArchive, readRoostArchive, readRoostProfile } from './roost'
import { Spool } from './spool'
import { isTwitterArchive, readTwitterArchive } from './twitter'

type Format = {
  kind: ArchiveKind
  matches: (zip: ReadableZip) => boolean
  entries: (zip: ReadableZip, instanceUrl: string) => AsyncIterable<ReadEntry>
  profile?: (zip: ReadableZip) => Promise<ArchiveProfile>
}

const formats: Format[] = [
  { kind: 'roost', matches: isRoostArchive, entries: readRoostArchive, profile: readRoostProfile },
  { kind: 'mastodon', matches: isMastodonArchive, entries: readMastodonArchive },
  { kind: 'twitter', matches: isTwitterArchive, entries: readTwitterArchive },
]

/** The counts of skipped entries by reason. */
export type SkipCounts = Partial<Record<SkipReason, number>>

export type ReadArchive = {
  kind: ArchiveKind
  profile: ArchiveProfile | null
  entries: Spool
  skipped: SkipCounts
}

/**
 * Reads and validates a whole archive. Nothing is written to the database.
 * @param instanceUrl the URL of this instance
 * @param signal aborts between two entries
 * @returns `entries`, which the caller closes
 * @throws ArchiveError
 */
export async function readArchive(
  zip: ReadableZip,
  instanceUrl: string,
  signal: AbortSignal,
): Promise<ReadArchive> {
  const format = formats.find(({ matches }) => matches(zip))
  if (!format) throw new ArchiveError('unknown')
  const entries = await Spool.open()
  const skipped: SkipCounts = {}
  try {
    for await (const entry of format.entries(zip, instanceUrl)) {
      signal.throwIfAborted()
      if ('skip' in entry) skipped[entry.skip] = (skipped[entry.skip] ?? 0) + 1
      else await entries.add(entry.record, entry.order)
    }
    return { kind: format.kind, profile: (await format.profile?.(zip)) ?? null, entries, skipped }
  } catch (error) {
    await entries.close()
    throw error
  }
}
