/** The reasons for which an archive is refused. Each has a text in the namespace `imports`. */
export const archiveProblems = [
  'notZip',
  'gzip',
  'damaged',
  'encrypted',
  'unsafeName',
  'duplicateName',
  'link',
  'tooManyEntries',
  'tooLarge',
  'ratio',
  'unknown',
  'json',
  'value',
] as const

export type ArchiveProblem = (typeof archiveProblems)[number]

const maxPlace = 200

/** An archive that is refused before anything of it is imported. */
export class ArchiveError extends Error {
  /** The file of the archive, and the place in it; from the archive, so it is only ever shown as text. */
  readonly place: string

  constructor(
    readonly problem: ArchiveProblem,
    place = '',
    options?: ErrorOptions,
  ) {
    super(`archive refused: ${problem}`, options)
    this.name = 'ArchiveError'
    this.place = place.replaceAll('\0', '\ufffd').slice(0, maxPlace).toWellFormed()
  }
}
