import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { profileCardTexts } from '@/components/profiles/profile-card-texts'
import { ClockProvider } from '@/components/ui/clock'
import { FormMessages, type FormTexts, FormTextsProvider } from '@/components/ui/form-texts'
import { directionOf } from '@/lib/i18n/locales'
import type { Theme } from '@/lib/preferences/schema'
import { fontClasses } from './fonts'
import { PageTools } from './page-tools'

type Props = {
  theme: Theme
  /** The time zone of the viewer; null while it is not known. */
  zone: string | null
  /** The texts that every form needs. */
  forms: FormTexts
  header: ReactNode
  side: ReactNode
  /** Messages of the previous request. */
  messages?: ReactNode
  /** Rendered after the columns: hidden forms, event subscription, shortcuts. */
  tools: ReactNode
  children: ReactNode
}

/** The html and body of every page. Header, side column and tools are slots, so guest pages load no member code. */
export function RootDocument({ theme, zone, forms, header, side, messages, tools, children }: Props) {
  const t = useTranslations()
  const locale = useLocale()
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={fontClasses}
      data-theme={theme === 'system' ? undefined : theme}
    >
      <body>
        <FormTextsProvider texts={forms}>
          <a href="#content" className="skip-link">
            {t('site.skip')}
          </a>
          {header}
          <main id="content" tabIndex={-1}>
            <div className="toasts">
              {messages}
              <FormMessages />
            </div>
            <ClockProvider renderedAt={new Date()} locale={locale} zone={zone}>
              {children}
            </ClockProvider>
          </main>
          {side}
          {tools}
          <PageTools locale={locale} cardText={profileCardTexts(locale, t)} />
        </FormTextsProvider>
      </body>
    </html>
  )
}
