import type { Locale } from './locales'
import en from './messages/en.json'
import es from './messages/es.json'

type Texts<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : Texts<Messages[Key]>
}

/** Every language has the same keys. */
export const allMessages: Record<Locale, Texts<typeof en> & Texts<typeof es>> = { en, es }
