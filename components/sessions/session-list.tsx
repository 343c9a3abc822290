import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { formatRelativeTime } from '@/components/ui/format-relative-time'
import { unknownAddress } from '@/lib/http/cookies'
import { revokeSessionAction } from '@/lib/sessions/actions'
import type { SessionView } from '@/lib/sessions/view'

/** The sessions of the viewer, with a button to end each one except the current one. */
export function SessionList({ sessions }: { sessions: SessionView[] }) {
  const t = useTranslations('security')
  const locale = useLocale()
  const now = new Date()
  const nameOfDevice = ({ browser, system }: SessionView) =>
    browser && system ? t('device', { browser, system }) : browser || system || t('unknown')
  return (
    <div className="grid gap-4">
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="font-semibold">{nameOfDevice(session)}</p>
              <p className="text-sm text-quiet">
                {[
                  t('loggedIn', { when: formatRelativeTime(session.createdAt, now, locale) }),
                  t('lastUsed', { when: formatRelativeTime(session.lastUsedAt, now, locale) }),
                  ...(session.area === unknownAddress ? [] : [t('from', { area: session.area })]),
                  ...(session.remember ? [t('remembered')] : []),
                ].join(' · ')}
              </p>
            </div>
            {session.current ? (
              <span className="badge rounded-full bg-good-sunk px-3 py-1 text-sm font-semibold text-good">
                {t('thisBrowser')}
              </span>
            ) : (
              <ButtonForm action={revokeSessionAction}>
                <input type="hidden" name="session" value={session.id} />
                <Button variant="secondary">{t('endSession')}</Button>
              </ButtonForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <ButtonForm action={revokeSessionAction}>
          <input type="hidden" name="session" value="others" />
          <Button variant="danger">{t('endOthers')}</Button>
        </ButtonForm>
      ) : (
        <p className="text-sm text-quiet">{t('noOtherSessions')}</p>
      )}
    </div>
  )
}
