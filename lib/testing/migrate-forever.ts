import { downgradeDatabase } from '../../scripts/db/migrations/downgrade'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'

// A process to be killed at any moment: goes up to the last migration and back to `floor`, again and again.

const [url = '', directory, floor] = process.argv.slice(2)

for (;;) {
  await upgradeDatabase(url, { directory })
  console.log('up')
  await downgradeDatabase(url, { directory, to: floor })
}
