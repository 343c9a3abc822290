'use client'

import { useEffect } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import type { TaskKind, TaskView } from '@/lib/exports/view'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import { recordTaskSignal, useReceivedTasks } from './task-progress'

export type TaskTexts = Record<TaskKind, string> & { percent: Template }

type Props = {
  /** The unfinished tasks when the server rendered the page. */
  rendered: TaskView[]
  text: TaskTexts
}

/** The progress of the member's exports and imports, on every page. Signals update it; at 100 percent it disappears. */
export function TaskBar({ rendered, text }: Props) {
  const received = useReceivedTasks()
  useEffect(() => onLiveEvent('signal', recordTaskSignal), [])
  // A signal is newer than the page: the end of a task can arrive before a page that was rendered earlier.
  const unreceived = rendered.filter(({ id }) => received.every((task) => task.id !== id))
  const tasks = [...unreceived, ...received].filter(({ percent }) => percent < 100)
  return tasks.map(({ id, kind, percent }) => (
    <div key={id} className="task">
      <p>
        <span id={`task-${id}`}>{text[kind as TaskKind] ?? text.archive}</span>
        <span>{fillTemplate(text.percent, percent)}</span>
      </p>
      <progress max={100} value={percent} aria-labelledby={`task-${id}`} />
    </div>
  ))
}
