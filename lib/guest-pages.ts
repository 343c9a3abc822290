import { revalidatePath } from 'next/cache'
import { after } from 'next/server'
import { locales } from './i18n/locales'

/** Renews the prerendered pages of some addresses, in every language, at their next visit. */
export function renewGuestPages(paths: string[]): void {
  for (const path of paths)
    for (const locale of locales) revalidatePath(`/guest/${locale}${path === '/' ? '' : path}`)
}

/**
 * Does so once the answer is out. An action that renews anything at once is answered with the whole page it stands on;
 * one whose page has shown the change already need not be.
 */
export function renewGuestPagesLater(paths: string[]): void {
  after(() => renewGuestPages(paths))
}
