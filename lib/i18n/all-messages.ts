import type { Locale } from './locales'
import ar from './messages/ar.json'
import de from './messages/de.json'
import en from './messages/en.json'
import es from './messages/es.json'
import fr from './messages/fr.json'
import ja from './messages/ja.json'
import ptBR from './messages/pt-BR.json'

type Texts<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : Texts<Messages[Key]>
}

/**
 * The messages of every language, which have the same keys (`npm run i18n -- check`). They are parsed once per process,
 * and stay on the server: pages contain the texts that they show.
 */
export const allMessages: Record<Locale, Texts<typeof en>> = { de, en, es, fr, 'pt-BR': ptBR, ja, ar }
