'use client'

import { createChangeStore } from '@/components/ui/change-store'
import type { LiveSignal } from '@/components/ui/live-events'
import type { TaskView } from '@/lib/exports/view'

/** The tasks of which this page has received signals, with their latest progress, including those that have ended. */
const progress = createChangeStore<'tasks', { received: readonly TaskView[] }>()

const none: readonly TaskView[] = []

/** Records the progress of a task; ignores other signals. */
export function recordTaskSignal({ name, payload }: LiveSignal): void {
  if (name !== 'task_progress') return
  const { task_id: id, progress: percent, kind = '' } = payload as TaskProgress
  const others = (progress.read('tasks')?.received ?? none).filter((task) => task.id !== id)
  progress.replace('tasks', { received: [...others, { id, kind, percent: Math.floor(percent) }] })
}

type TaskProgress = { task_id: string; progress: number; kind?: string }

export function useReceivedTasks(): readonly TaskView[] {
  return progress.useChange('tasks')?.received ?? none
}
