// npm run restore: restores an archive of npm run backup; see the usage below and docs/decisions/006.

import { join } from 'node:path'
import { databaseName, redactedUrl } from '../../lib/env/database-location'
import { confirm } from '../cli/confirm'
import { formatBytes, formatDuration, formatRowCounts } from '../cli/format'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import { withProgressBar } from '../cli/progress-bar'
import { runCommand } from '../cli/run-command'

const usage = `npm run restore -- ARCHIVE [flags]

  Replaces the database, on SQLite or PostgreSQL, by that of the archive, and restores its pictures. The archive is
  verified first, and the current data is backed up into an archive of its own.

  --yes       do not ask for the name of the database
  --verify    only verify the archive
  --list      list the archives in DATA_DIR/backups
  --json      print one line of JSON at the end

The database is that of DATABASE_URL, or roost.db in DATA_DIR (.data). The server may be running.`

type Flags = { [name in 'yes' | 'verify' | 'list' | 'json' | 'help']?: boolean }

await runCommand(async () => {
  const { flags, archive } = parseArguments()
  if (flags.help) return console.log(usage)
  const { databaseUrl, env } = await loadSettings()
  const backups = join(env.DATA_DIR, 'backups')
  if (flags.list) return list(backups, flags)
  if (!archive) throw new Error('Name an archive; npm run restore -- --list shows them; try --help.')
  if (flags.verify) return verify(archive, backups, flags)
  const question = `This replaces everything in ${redactedUrl(databaseUrl)}.`
  await confirm(question, databaseName(databaseUrl), flags.yes ?? false)
  await restore(archive, databaseUrl, backups, flags)
})

function parseArguments(): { flags: Flags; archive: string | undefined } {
  const flag = { type: 'boolean' } as const
  const options = { yes: flag, verify: flag, list: flag, json: flag, help: flag }
  const { values, positionals } = parseFlags('npm run restore --', { options, allowPositionals: true })
  if (positionals.length > 1) throw new Error('Name only one archive; try: npm run restore -- --help')
  return { flags: values, archive: positionals[0] }
}

async function list(backups: string, { json }: Flags): Promise<void> {
  const { listArchives } = await import('./backup/list-archives')
  const archives = await listArchives(backups)
  if (json) return console.log(JSON.stringify(archives))
  if (archives.length === 0)
    return console.log(`There is no archive in ${backups}: npm run backup creates one.`)
  for (const { path, bytes, made } of archives)
    console.log(
      `${made.toISOString().slice(0, 19).replace('T', ' ')} UTC  ${formatBytes(bytes).padStart(9)}  ${path}`,
    )
}

async function verify(archive: string, backups: string, { json }: Flags): Promise<void> {
  const { checkArchive } = await import('./backup/verify-archive')
  const { manifest, upgraded } = await checkArchive(archive, backups)
  const { files, ...facts } = manifest
  const media = Object.keys(files).length - 1
  if (json) return console.log(JSON.stringify({ archive, ...facts, media, upgraded }))
  console.log(
    `${archive} is valid: ${formatRowCounts(manifest.rows)}, ${media} pictures, of ${manifest.created}.`,
  )
  if (upgraded.length > 0) console.log(`A restore would apply ${upgraded.length} migrations to it.`)
}

async function restore(
  archive: string,
  url: string,
  backups: string,
  { json = false }: Flags,
): Promise<void> {
  const { restoreBackup } = await import('./backup/restore')
  const { storage } = await import('../../lib/storage/storage')
  const restored = await withProgressBar(json, 'steps', (onProgress) =>
    restoreBackup(archive, { url, storage }, { backups, onProgress }),
  )
  if (json) return console.log(JSON.stringify(restored))
  const { rows, media, kept, damaged, took } = restored
  console.log(`Restored ${formatRowCounts(rows)} and ${media} pictures in ${formatDuration(took)}.`)
  if (kept) console.log(`The previous data is in ${kept}`)
  if (damaged) console.log('The file was damaged and has been replaced: restart the server.')
}
