import { withConnection } from '../../../lib/db/connection'
import type { Progress } from '../../cli/progress-bar'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables } from '../transfer/copy-tables'

type ReplaceOptions = {
  /** Runs once writers are locked out and before any row is deleted. */
  beforeReplacing?: () => Promise<unknown>
  onProgress?: Progress | undefined
}

/** Upgrades a database and replaces all its rows in one transaction; readers see the old rows until it commits. */
export async function replaceRows(
  from: string,
  to: string,
  { beforeReplacing, onProgress }: ReplaceOptions,
): Promise<void> {
  await upgradeDatabase(to)
  await withConnection(from, (source) =>
    withConnection(to, (target) =>
      copyTables(source, target, { replace: true, beforeReplacing, onProgress }),
    ),
  )
}
