'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useReceivedTasks } from './task-progress'

/** Renders the page again when the state of a task has changed since the server rendered the list. */
export function RefreshWithTasks({ listed }: { listed: { id: string; state: string }[] }) {
  const router = useRouter()
  const received = useReceivedTasks()
  const handled = useRef(new Set<string>())
  useEffect(() => {
    const changes = received.flatMap(({ id, percent }) => {
      const state = listed.find((one) => one.id === id)?.state
      if (state === 'running') return percent === 100 ? [`${id} ends`] : []
      if (state === 'queued') return [`${id} ${percent}`]
      return state === undefined && percent < 100 ? [`${id} starts`] : []
    })
    const unhandled = changes.filter((change) => !handled.current.has(change))
    for (const change of unhandled) handled.current.add(change)
    if (unhandled.length > 0) router.refresh()
  }, [listed, received, router])
  return null
}
