import { transaction } from '../db/db'
import type { Language } from '../text/languages'
import type { Viewer } from '../viewer'

/** Saves the languages that the viewer reads besides that of the pages. */
export async function saveKnownLanguages(viewer: Viewer, languages: readonly Language[]): Promise<void> {
  const data = { languages: languages.join(',') }
  await transaction((tx) => tx.user.update({ where: { id: viewer.id }, data, select: { id: true } }))
}
