import { revalidatePath } from 'next/cache'
import { after } from 'next/server'
import { locales } from './i18n/locales'

/**
 * Renews the prerendered pages of some addresses, in every language, at their next visit. Done once the answer is out:
 * an action that renews anything before is answered with the whole page it stands on, which may be gone.
 */
export function renewGuestPages(paths: string[]): void {
  after(() => {
    for (const path of paths)
      for (const locale of locales) revalidatePath(`/guest/${locale}${path === '/' ? '' : path}`)
  })
}
