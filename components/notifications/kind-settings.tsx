import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { setNotificationKindsAction } from '@/lib/notifications/actions'
import { type NotificationKind, notificationKinds } from '@/lib/notifications/schema'

/** The form that chooses the kinds of notifications to receive. */
export function KindSettings({ enabled }: { enabled: NotificationKind[] }) {
  const t = useTranslations('notifications')
  return (
    <details className="rounded-xl border border-line bg-card px-4">
      <summary className="flex min-h-11 items-center font-semibold">{t('settings')}</summary>
      <ButtonForm action={setNotificationKindsAction} className="grid gap-2 pb-4">
        <p className="text-sm text-quiet">{t('settingsLead')}</p>
        <fieldset className="grid sm:grid-cols-2">
          <legend className="sr-only">{t('settings')}</legend>
          {notificationKinds.map((kind) => (
            <label key={kind} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                name={kind}
                defaultChecked={enabled.includes(kind)}
                className="size-5 accent-accent"
              />
              {t(`kinds.${kind}`)}
            </label>
          ))}
        </fieldset>
        <Button className="justify-self-start">{t('save')}</Button>
      </ButtonForm>
    </details>
  )
}
