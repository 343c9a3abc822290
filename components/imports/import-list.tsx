import { useLocale, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import { formatNumber } from '@/lib/i18n/format-number'
import type { ImportView } from '@/lib/imports/view'

/** The imports of a member: their state, and what was imported and skipped. */
export function ImportList({ imports }: { imports: ImportView[] }) {
  const t = useTranslations('imports')
  if (imports.length === 0) return null
  return (
    <Card className="grid gap-2">
      <h2 className="text-lg font-bold">{t('list')}</h2>
      <ul className="divide-y divide-line">
        {imports.map((one) => (
          <li key={one.id} className="grid gap-1 py-3">
            <p className="font-semibold">{t(`kinds.${one.kind ?? 'unknown'}`)}</p>
            <p className="text-sm text-quiet">
              {t(`states.${one.state}`)} · <RelativeTime date={one.createdAt} />
            </p>
            {one.state === 'ready' && <Result {...one} />}
            {one.refusal && <Refusal {...one.refusal} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Result({ imported, skipped }: Pick<ImportView, 'imported' | 'skipped'>) {
  const t = useTranslations('imports')
  const locale = useLocale()
  return (
    <>
      {imported.length === 0 && <p>{t('nothing')}</p>}
      <ul className="list-disc ps-5">
        {imported.map(([kind, count]) => (
          <li key={kind}>
            {kind === 'profile'
              ? t('imported.profile')
              : t(`imported.${kind}`, { count: formatNumber(locale, count) })}
          </li>
        ))}
        {skipped.map(([reason, count]) => (
          <li key={reason} className="text-quiet">
            {t(`skipped.${reason}`, { count: formatNumber(locale, count) })}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The place comes from the archive: it is text in no known language. */
function Refusal({ problem, place }: NonNullable<ImportView['refusal']>) {
  const t = useTranslations('imports')
  return (
    <>
      <p className="text-bad">{t(`problems.${problem}`)}</p>
      {place && (
        <p className="break-words text-sm text-quiet">
          {t('place')} <bdi>{place}</bdi>
        </p>
      )}
    </>
  )
}
