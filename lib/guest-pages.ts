import { revalidatePath } from 'next/cache'
import { locales } from './i18n/locales'

/** Renews the prerendered pages of some addresses, in every language, at their next visit. */
export function renewGuestPages(paths: string[]): void {
  for (const path of paths)
    for (const locale of locales) revalidatePath(`/guest/${locale}${path === '/' ? '' : path}`)
}
