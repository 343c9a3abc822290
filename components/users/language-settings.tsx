import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { setKnownLanguagesAction } from '@/lib/preferences/actions'
import { languageName, languages } from '@/lib/text/languages'

/** The form that chooses the languages whose posts are not offered for translation. */
export function LanguageSettings({ selected }: { selected: readonly string[] }) {
  const t = useTranslations()
  const options = languageOptions(useLocale())
  return (
    <details>
      <summary className="flex min-h-11 items-center font-semibold">{t('translation.languages')}</summary>
      <ButtonForm
        action={setKnownLanguagesAction}
        successMessage={t('flash.languagesSaved')}
        className="grid gap-2"
      >
        <p className="text-sm text-quiet">{t('translation.languagesLead')}</p>
        <fieldset className="grid grid-cols-2 sm:grid-cols-3">
          <legend className="sr-only">{t('translation.languages')}</legend>
          {options.map(({ code, name }) => (
            <label key={code} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                name={code}
                defaultChecked={selected.includes(code)}
                className="size-5 accent-accent"
              />
              {name}
            </label>
          ))}
        </fieldset>
        <Button className="justify-self-start">{t('translation.save')}</Button>
      </ButtonForm>
    </details>
  )
}

/** The languages with their names in the language of the page, in its alphabetical order. */
const languageOptions = oncePerLocale((locale) =>
  languages
    .map((code) => ({ code, name: languageName(code, locale) }))
    .sort((one, other) => one.name.localeCompare(other.name, locale)),
)
