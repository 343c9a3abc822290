import { useLocale, useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ExportView } from '@/lib/exports/view'

/** The exports of a member with their state, and a link to each file. */
export function ExportList({ exports }: { exports: ExportView[] }) {
  const t = useTranslations('exports')
  if (exports.length === 0) return null
  return (
    <Card className="grid gap-2">
      <h2 className="text-lg font-bold">{t('list')}</h2>
      <ul className="divide-y divide-line">
        {exports.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="font-semibold">{t(`kinds.${one.kind}`)}</p>
              <p className="text-sm text-quiet">
                <State {...one} /> · <RelativeTime date={one.createdAt} />
              </p>
            </div>
            {one.file && (
              <a href={`/data/exports/${one.id}`} download className={buttonClass('secondary')}>
                {t('download')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function State({ state, file }: ExportView) {
  const t = useTranslations('exports')
  const locale = useLocale()
  if (!file) return t(`states.${state}`)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(file.expiresAt)
  return t('ready', { size: formatSize(file.size, locale), date })
}

/** A size in kilobytes or megabytes. */
function formatSize(bytes: number, locale: string): string {
  const [unit, divisor] =
    bytes < 1_000_000 ? (['kilobyte', 1000] as const) : (['megabyte', 1_000_000] as const)
  const options = { style: 'unit', unit, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(locale, options).format(bytes / divisor)
}
