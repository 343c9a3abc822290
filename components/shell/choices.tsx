'use client'

import { ButtonForm } from '@/components/ui/button-form'
import { setLocaleAction, setThemeAction } from '@/lib/preferences/actions'

export type Choice = {
  name: 'locale' | 'theme'
  legend: string
  options: { value: string; label: string; lang?: string }[]
}

const actions = { locale: setLocaleAction, theme: setThemeAction }

/** Buttons that set a preference; the current value is pressed. */
export function Choices({ name, legend, options, current }: Choice & { current: string }) {
  return (
    <ButtonForm action={actions[name]}>
      <fieldset className="choices">
        <legend>{legend}</legend>
        {options.map(({ value, label, lang }) => (
          <button
            key={value}
            type="submit"
            name={name}
            value={value}
            lang={lang}
            aria-pressed={value === current}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </ButtonForm>
  )
}
