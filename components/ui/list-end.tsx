'use client'

import { Notice } from './notice'
import { Pager, type PagerTexts } from './pager'
import type { List } from './use-list'

type Props = {
  list: Pick<List<unknown>, 'page' | 'isComplete' | 'isLoading' | 'hasFailed' | 'endRef' | 'loadOlder'>
  path: string
  text: PagerTexts
}

/** The end of a list that loads older entries before it is scrolled into view. A click on "Older" loads them too. */
export function ListEnd({
  list: { page, isComplete, isLoading, hasFailed, endRef, loadOlder },
  path,
  text,
}: Props) {
  if (!isComplete) return null
  return (
    <div ref={endRef} aria-busy={isLoading || undefined}>
      {hasFailed && <Notice category="danger">{text.failed}</Notice>}
      <Pager
        path={path}
        older={page.older}
        newer={page.newer}
        text={text}
        onOlder={(event) => {
          // After a failure the link leads to the page with the older entries, or to the log-in page.
          if (hasFailed || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          loadOlder()
        }}
      />
    </div>
  )
}
