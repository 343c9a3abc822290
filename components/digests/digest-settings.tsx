import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { setDigestAction } from '@/lib/digests/actions'
import { digestFrequencies } from '@/lib/digests/schema'
import type { DigestSetting } from '@/lib/digests/view'

/** The form that chooses how often the viewer gets a summary by mail. */
export function DigestSettings({ frequency, isEmailVerified }: DigestSetting) {
  const t = useTranslations('digests')
  return (
    <details className="rounded-xl border border-line bg-card px-4">
      <summary className="flex min-h-11 items-center font-semibold">{t('title')}</summary>
      <ButtonForm action={setDigestAction} className="grid gap-2 pb-4">
        <p className="text-sm text-quiet">{t('lead')}</p>
        {!isEmailVerified && (
          <p className="text-sm">
            {t.rich('unverified', {
              account: (text) => (
                <a href="/account" className="underline underline-offset-2">
                  {text}
                </a>
              ),
            })}
          </p>
        )}
        <fieldset className="grid sm:grid-cols-3">
          <legend className="sr-only">{t('title')}</legend>
          {digestFrequencies.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3">
              <input
                type="radio"
                name="frequency"
                value={one}
                defaultChecked={one === frequency}
                className="size-5 accent-accent"
              />
              {t(one)}
            </label>
          ))}
        </fieldset>
        <Button className="justify-self-start">{t('save')}</Button>
      </ButtonForm>
    </details>
  )
}
