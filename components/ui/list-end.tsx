'use client'

import { Pager, type PagerTexts } from './pager'
import type { List } from './use-list'

type Props = {
  list: Pick<List<unknown>, 'page' | 'isComplete' | 'isLoading' | 'endRef' | 'loadOlder'>
  path: string
  text: PagerTexts
}

/** The end of a list that loads older entries before it is scrolled into view. A click on "Older" loads them too. */
export function ListEnd({ list: { page, isComplete, isLoading, endRef, loadOlder }, path, text }: Props) {
  if (!isComplete) return null
  return (
    <div ref={endRef} aria-busy={isLoading || undefined}>
      <Pager
        path={path}
        older={page.older}
        newer={page.newer}
        text={text}
        onOlder={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          loadOlder()
        }}
      />
    </div>
  )
}
