import { writeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { archivedPost, roostArchive, zipOf } from '../testing/archives'
import { openZip } from '../zip/read-zip'
import { readArchive } from './read-archive'
import { openTemporaryFile } from './temporary-file'

test('counts skipped entries too', async () => {
  const early = { createdAt: '1970-01-01T00:00:00Z' }
  const fd = await openTemporaryFile()
  writeSync(fd, await zipOf(roostArchive([archivedPost(1), archivedPost(2, early), archivedPost(3, early)])))
  const zip = await openZip(fd)
  const options = { instanceUrl: 'https://roost.example/', importedAt: new Date() }
  const read = (maxRecords: number) => readArchive(zip, options, new AbortController().signal, maxRecords)
  await expect(read(2)).rejects.toMatchObject({ problem: 'tooLarge' })
  const { entries, skipped } = await read(3)
  expect([entries.size, skipped]).toEqual([1, { date: 2 }])
  await entries.close()
  zip.close()
})
