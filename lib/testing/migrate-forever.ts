import { downgradeDatabase } from '../../scripts/db/migrations/downgrade'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'

// A process to be killed at a random moment: upgrades to the last migration and downgrades to `floor` in a loop.

const [url = '', directory, floor] = process.argv.slice(2)

for (;;) {
  await upgradeDatabase(url, { directory })
  console.log('up')
  await downgradeDatabase(url, { directory, to: floor })
}
