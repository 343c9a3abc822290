import type { ReactNode } from 'react'
import { Bird, type BirdPose } from './bird'

type Props = {
  /** What is empty, in a sentence. */
  title: string
  pose?: BirdPose
  /** What to do next: a hint, one button. */
  children?: ReactNode
  /** More to do below it: people to follow, tags. */
  suggestions?: ReactNode
}

/** Shown instead of an empty list: a drawing, a sentence and what to do next. */
export function EmptyState({ title, pose, children, suggestions }: Props) {
  return (
    <>
      <div className="empty-state">
        <Bird pose={pose} />
        <p>{title}</p>
        {children}
      </div>
      {suggestions}
    </>
  )
}
