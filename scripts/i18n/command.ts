import { addLanguage } from './add-language'
import { checkLanguages } from './check-languages'
import { listLanguages, readMessages } from './messages'

const usage = [
  'Usage:',
  '  npm run i18n -- check           find missing, unused and untranslated texts, wrong arguments and plural forms',
  '  npm run i18n -- add LANGUAGE    create the texts of a language, such as nl or pt-BR',
]

type Result = { lines: string[]; status: 0 | 1 | 2 }

/**
 * Runs `npm run i18n`.
 * @param args The arguments of the command.
 * @param root A copy of the repository.
 * @param locales The languages that the site offers.
 * @returns What to print, and the exit code: 1 for problems, 2 for wrong arguments.
 */
export function runI18n(args: string[], root: string, locales: readonly string[]): Result {
  const [command, language] = args
  if (command === 'check' && args.length === 1) {
    const problems = checkLanguages(root, locales)
    if (problems.length > 0) return { lines: problems, status: 1 }
    const counts = `${readMessages(root, 'en').size} in ${listLanguages(root).length} languages`
    return { lines: [`Messages: ${counts}.`], status: 0 }
  }
  if (command === 'add' && language !== undefined && args.length === 2) {
    try {
      return { lines: addLanguage(root, language), status: 0 }
    } catch (error) {
      return { lines: [(error as Error).message], status: 1 }
    }
  }
  return { lines: usage, status: command === 'help' || command === '--help' ? 0 : 2 }
}
