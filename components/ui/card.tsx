import type { ReactNode } from 'react'

/** A bordered container for a form or a list. */
export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    <section className={`rounded-2xl border border-line bg-card p-4 sm:p-5 ${className}`}>{children}</section>
  )
}

type HeadingProps = {
  title: string
  /** A link before the title. */
  back?: ReactNode
  /** Buttons at the end of the line. */
  actions?: ReactNode
  /** A description below the heading. */
  children?: ReactNode
}

/** The heading of a page, which stays in view. */
export function PageHeading({ title, back, actions, children }: HeadingProps) {
  return (
    <>
      <header className="page-head bleed">
        {back}
        <h1>{title}</h1>
        {actions && <div className="ms-auto">{actions}</div>}
      </header>
      {children && <p className="text-quiet [overflow-wrap:anywhere]">{children}</p>}
    </>
  )
}
