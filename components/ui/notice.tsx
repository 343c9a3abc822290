import type { ReactNode } from 'react'

const categories = {
  success: 'border-good bg-good-sunk text-good',
  info: 'border-note bg-note-sunk text-note',
  warning: 'border-warn bg-warn-sunk text-warn',
  danger: 'border-bad bg-bad-sunk text-bad',
} as const

export type NoticeCategory = keyof typeof categories

/** A message in a live region: assertive for warnings and errors, polite otherwise. */
export function Notice({ category = 'info', children }: { category?: NoticeCategory; children: ReactNode }) {
  const urgent = category === 'warning' || category === 'danger'
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      data-category={category}
      className={`rounded-lg border px-4 py-3 text-sm font-medium [overflow-wrap:anywhere] ${categories[category]}`}
    >
      {children}
    </div>
  )
}
