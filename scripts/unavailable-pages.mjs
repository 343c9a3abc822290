// Responses of a reverse proxy while no server runs behind it, for example during the migrations of an update.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainPage } from '../lib/http/plain-page.mjs'
import { root } from './settings.mjs'

/**
 * Writes a page for each language, such as `en.html`, and `api.json`. The pages contain their style: nothing else can be
 * loaded then.
 * @param {string} directory it is created
 */
export function writeUnavailablePages(directory) {
  mkdirSync(directory, { recursive: true })
  const style = readFileSync(join(root, 'public/plain-page.css'), 'utf8')
  const messages = join(root, 'lib/i18n/messages')
  for (const name of readdirSync(messages).filter((file) => file.endsWith('.json'))) {
    const locale = name.replace('.json', '')
    const { site, problem } = JSON.parse(readFileSync(join(messages, name), 'utf8'))
    const { unavailable: title, unavailableLead: lead, retry } = problem
    const page = plainPage({ locale, site: site.name, title, lead, retry }, style)
    writeFileSync(join(directory, `${locale}.html`), page)
  }
  writeFileSync(join(directory, 'api.json'), JSON.stringify({ error: 'Service Unavailable' }))
}
