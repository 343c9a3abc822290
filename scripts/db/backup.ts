// npm run backup: the database and all pictures in one archive; see the usage below and docs/decisions/006.

import { join } from 'node:path'
import { formatBytes, formatDuration, formatRowCounts } from '../cli/format'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import { withProgressBar } from '../cli/progress-bar'
import { runCommand } from '../cli/run-command'

const usage = `npm run backup [-- flags]

  Puts the database and every uploaded picture into one archive, roost-<UTC time>.tar.gz, also while the server runs.

  --to PATH   a directory, or the archive to make (without it: backups in DATA_DIR)
  --json      print one line of JSON at the end

The archive can be read by nobody but you, and by whoever gets a copy: it holds addresses and password hashes. The
secrets of the server (.env, secrets.json in DATA_DIR) are not in it: keep them apart. npm run restore brings it back.`

await runCommand(async () => {
  const options = { to: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const
  const { to, json = false, help } = parseFlags('npm run backup --', { options }).values
  if (help) return console.log(usage)
  const { databaseUrl: url, env } = await loadSettings()
  const { makeBackup } = await import('./backup/backup')
  const { storage } = await import('../../lib/storage/storage')
  const backup = await withProgressBar(json, 'steps', (onProgress) =>
    makeBackup({ url, storage }, { to: to ?? join(env.DATA_DIR, 'backups'), onProgress }),
  )
  if (json) return console.log(JSON.stringify(backup))
  const { path, bytes, rows, media, took } = backup
  console.log(
    `${path}\n${formatBytes(bytes)}: ${formatRowCounts(rows)}, ${media} pictures, in ${formatDuration(took)}.`,
  )
})
