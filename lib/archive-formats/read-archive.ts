import { limits } from '../limits'
import { ArchiveError } from '../zip/archive-error'
import type { ReadableZip } from '../zip/read-zip'
import { isMastodonArchive, readMastodonArchive } from './mastodon'
import type { ArchiveKind, ArchiveProfile, ReadEntry, ReadOptions, SkipReason } from './records'
import { isRoostArchive, readRoostArchive, readRoostProfile } from './roost'
import { Spool } from './spool'
import { isTwitterArchive, readTwitterArchive } from './twitter'

type Format = {
  kind: ArchiveKind
  matches: (zip: ReadableZip) => boolean
  entries: (zip: ReadableZip, options: ReadOptions) => AsyncIterable<ReadEntry>
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
 * @param signal aborts between two entries
 * @param maxRecords entries, with those that are skipped
 * @returns `entries`, which the caller closes
 * @throws ArchiveError
 */
export async function readArchive(
  zip: ReadableZip,
  options: ReadOptions,
  signal: AbortSignal,
  maxRecords: number = limits.archive.maxRecords,
): Promise<ReadArchive> {
  const format = formats.find(({ matches }) => matches(zip))
  if (!format) throw new ArchiveError('unknown')
  const entries = await Spool.open()
  const skipped: SkipCounts = {}
  let count = 0
  try {
    for await (const entry of format.entries(zip, options)) {
      signal.throwIfAborted()
      count += 1
      if (count > maxRecords) throw new ArchiveError('tooLarge')
      if ('skip' in entry) skipped[entry.skip] = (skipped[entry.skip] ?? 0) + 1
      else await entries.add(entry.record, entry.order)
    }
    return { kind: format.kind, profile: (await format.profile?.(zip)) ?? null, entries, skipped }
  } catch (error) {
    await entries.close()
    throw error
  }
}
