/** The languages whose common words and first names an estimator can know. */
export const wordLanguages: string[]

/** The last part of a key of `errors.password`. */
export type WeaknessReason =
  | 'common'
  | 'date'
  | 'guessable'
  | 'keyboard'
  | 'name'
  | 'own'
  | 'repeated'
  | 'sequence'
  | 'similar'
  | 'word'

/**
 * Finds out why a password is easily guessed, with zxcvbn-ts.
 * @param password normalized; only the first 64 UTF-16 units are analyzed
 * @param personalWords words related to the user or the site, in lower case
 * @returns null for a strong password
 */
export type Estimator = (password: string, personalWords: readonly string[]) => WeaknessReason | null

/**
 * Loads the passwords that have leaked most often, and the words of some languages. About 200 kB compressed in the
 * browser, and as much again for each language.
 * @param languages unknown ones are left out
 */
export function loadEstimator(languages: readonly string[]): Promise<Estimator>
