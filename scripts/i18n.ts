// npm run i18n -- check: finds missing, unused and untranslated texts, wrong arguments and missing plural forms.
// npm run i18n -- add LANGUAGE: creates the texts of a language, such as `nl`.

import { locales } from '../lib/i18n/locales'
import { runI18n } from './i18n/command'
import { root } from './settings.mjs'

const { lines, status } = runI18n(process.argv.slice(2), root, locales)
for (const line of lines) console[status === 0 ? 'log' : 'error'](line)
process.exitCode = status
