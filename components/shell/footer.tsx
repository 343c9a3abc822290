import { useTranslations } from 'next-intl'
import { ButtonForm } from '@/components/ui/button-form'
import { type Locale, localeNames, locales } from '@/lib/i18n/locales'
import { setLocaleAction, setThemeAction } from '@/lib/preferences/actions'
import { type Theme, themes } from '@/lib/preferences/schema'
import type { FormAction } from '@/lib/request/form-state'

const choice =
  'inline-flex min-h-11 min-w-11 items-center justify-center rounded-full px-3 text-sm text-quiet underline-offset-4 hover:bg-sunk hover:text-ink hover:underline aria-pressed:bg-sunk aria-pressed:font-semibold aria-pressed:text-ink'

type Props = { locale: Locale; theme: Theme; switchTheme: boolean }

/** The language switch for everyone and the theme switch for members. Pages of guests are shared and have no theme. */
export function Footer({ locale, theme, switchTheme }: Props) {
  const t = useTranslations('site')
  const themeNames: Record<Theme, string> = {
    system: t('themeSystem'),
    light: t('themeLight'),
    dark: t('themeDark'),
  }
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-2xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-6 text-sm text-quiet">
        <p className="basis-full">{t('source')}</p>
        <nav aria-label={t('footerNav')}>
          <a href="/about" className={`${choice} -ml-3`}>
            {t('about')}
          </a>
        </nav>
        <Choices
          action={setLocaleAction}
          name="locale"
          legend={t('language')}
          options={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
          current={locale}
        />
        {switchTheme && (
          <Choices
            action={setThemeAction}
            name="theme"
            legend={t('theme')}
            options={themes.map((value) => ({ value, label: themeNames[value] }))}
            current={theme}
          />
        )}
      </div>
    </footer>
  )
}

type ChoicesProps = {
  action: FormAction
  name: string
  legend: string
  options: { value: string; label: string; lang?: string }[]
  current: string
}

/** Buttons that set a preference; the current value is pressed. */
function Choices({ action, name, legend, options, current }: ChoicesProps) {
  return (
    <ButtonForm action={action}>
      <fieldset className="flex flex-wrap">
        <legend className="sr-only">{legend}</legend>
        {options.map(({ value, label, lang }) => (
          <button
            key={value}
            type="submit"
            name={name}
            value={value}
            lang={lang}
            aria-pressed={value === current}
            className={choice}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </ButtonForm>
  )
}
