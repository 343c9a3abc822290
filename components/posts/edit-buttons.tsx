'use client'

import { useRouter } from 'next/navigation'
import { useLayoutEffect } from 'react'
import { isShown } from './post-changes'
import { openEdit } from './post-edits'

/** Makes every Edit button open the form in the card of its post, or the edit page if loading fails. */
export function EditButtons() {
  const router = useRouter()
  // A passive effect would run later: the browser may handle a click between hydration and that.
  useLayoutEffect(() => {
    const edit = (event: SubmitEvent) => {
      const page = event.submitter?.getAttribute('formaction') ?? ''
      const id = Number(/(\d+)\/edit$/.exec(page)?.[1])
      if (!isShown(id)) return
      event.preventDefault()
      openEdit(id).catch(() => router.push(page))
    }
    document.addEventListener('submit', edit)
    return () => document.removeEventListener('submit', edit)
  }, [router])
  return null
}
