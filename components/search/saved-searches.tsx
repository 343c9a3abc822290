import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { deleteSavedSearchAction, saveSearchAction } from '@/lib/search/actions'

/** Links to the saved searches, with a button to save or remove the current one. */
export function SavedSearches({ query, saved }: { query: string | null; saved: string[] }) {
  const t = useTranslations('search')
  const isSaved = query !== null && saved.includes(query)
  return (
    <section aria-label={t('saved')} className="flex flex-wrap items-center gap-2">
      {query !== null && (
        <ButtonForm action={isSaved ? deleteSavedSearchAction : saveSearchAction}>
          <input type="hidden" name="q" value={query} />
          <Button variant="secondary">{isSaved ? t('removeSaved') : t('save')}</Button>
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
