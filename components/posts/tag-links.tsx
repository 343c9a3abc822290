import { useTranslations } from 'next-intl'
import type { TagCount } from '@/lib/feeds/view'

/** Links to popular tags. */
export function TagLinks({ tags }: { tags: TagCount[] }) {
  const t = useTranslations('side')
  if (tags.length === 0) return null
  return (
    <nav aria-labelledby="popular-tags" className="grid gap-2">
      <h2 id="popular-tags" className="text-[0.9375rem] font-extrabold">
        {t('tags')}
      </h2>
      <ul className="-mx-3 flex flex-wrap gap-1">
        {tags.map(({ tag }) => (
          <li key={tag} className="max-w-full">
            <a href={`/tags/${encodeURIComponent(tag)}`} className="pill">
              <bdi className="truncate">#{tag}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
