// npm run backup: writes the database and all pictures into one archive; see the usage below and docs/decisions/006.

import { join } from 'node:path'
import { formatBytes, formatDuration, formatRowCounts } from '../cli/format'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import { withProgressBar } from '../cli/progress-bar'
import { runCommand } from '../cli/run-command'

const usage = `npm run backup [-- flags]

  Writes the database and all uploaded pictures into one archive, roost-<UTC time>.tar.gz. The server may be running.

  --to PATH   a directory, or the path of the archive (default: backups in DATA_DIR)
  --json      print one line of JSON at the end

The archive is not encrypted and contains email addresses and password hashes; its file is readable by you alone.
The secrets of the server (.env, secrets.json in DATA_DIR) are not in it: store them separately. npm run restore
restores it.`

await runCommand(async () => {
  const options = { to: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const
  const { to, json = false, help } = parseFlags('npm run backup --', { options }).values
  if (help) return console.log(usage)
  const { databaseUrl: url, env } = await loadSettings()
  const { createBackup } = await import('./backup/create-backup')
  const { storage } = await import('../../lib/storage/storage')
  const backup = await withProgressBar(json, 'steps', (onProgress) =>
    createBackup({ url, storage }, { to: to ?? join(env.DATA_DIR, 'backups'), onProgress }),
  )
  if (json) return console.log(JSON.stringify(backup))
  const { path, bytes, rows, media, took } = backup
  console.log(
    `${path}\n${formatBytes(bytes)}: ${formatRowCounts(rows)}, ${media} pictures, in ${formatDuration(took)}.`,
  )
})
