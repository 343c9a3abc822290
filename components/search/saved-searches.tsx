import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { deleteSavedSearchAction, saveSearchAction } from '@/lib/search/actions'

/** The searches that a member reads as feeds, and the button to keep the present one, or no longer. */
export function SavedSearches({ query, saved }: { query: string | null; saved: string[] }) {
  const t = useTranslations('search')
  const kept = query !== null && saved.includes(query)
  return (
    <section aria-label={t('saved')} className="flex flex-wrap items-center gap-2">
      {query !== null && (
        <ButtonForm action={kept ? deleteSavedSearchAction : saveSearchAction}>
          <input type="hidden" name="q" value={query} />
          <Button variant="secondary">{kept ? t('removeSaved') : t('save')}</Button>
        </ButtonForm>
      )}
      {saved.map((text) => (
        <a
          key={text}
          href={`/search?q=${encodeURIComponent(text)}&sort=newest`}
          aria-current={text === query ? 'page' : undefined}
          className="pill"
        >
          <bdi className="truncate">{text}</bdi>
        </a>
      ))}
    </section>
  )
}
