import { useTranslations } from 'next-intl'

/**
 * A link to the web feed of a page, for feed readers.
 * @param href the address of the Atom feed
 */
export function FeedLink({ href, className = '' }: { href: string; className?: string }) {
  const t = useTranslations('site')
  return (
    <a
      href={href}
      type="application/atom+xml"
      className={`inline-flex min-h-11 items-center whitespace-nowrap hover:underline ${className}`}
    >
      {t('webFeed')}
    </a>
  )
}

/** The same link at the end of the heading of a page, whose height it does not change. */
export function HeadingFeedLink({ href }: { href: string }) {
  return <FeedLink href={href} className="-my-2 text-sm font-semibold text-quiet" />
}
