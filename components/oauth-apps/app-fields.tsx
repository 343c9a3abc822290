'use client'

import { FormField } from '@/components/ui/action-form'

type Props = {
  text: Record<string, string>
  /** The stored values; empty for a new app. */
  values?: { name: string; website: string; redirectUris: string[] }
}

/** The fields that describe an app. */
export function AppFields({ text, values }: Props) {
  return (
    <>
      <FormField
        name="appName"
        label={text.name ?? ''}
        hint={text.nameHint}
        value={values?.name ?? ''}
        autoComplete="off"
        dir="auto"
      />
      <FormField
        name="website"
        type="url"
        label={text.website ?? ''}
        value={values?.website ?? ''}
        autoComplete="off"
        dir="ltr"
      />
      <FormField
        name="redirectUris"
        rows={3}
        label={text.redirectUris ?? ''}
        hint={text.redirectUrisHint}
        value={values?.redirectUris.join('\n') ?? ''}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
    </>
  )
}
