import type { ReactNode } from 'react'

/** A bordered container for a form or a list. */
export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    <section className={`rounded-xl border border-line bg-card p-4 sm:p-6 ${className}`}>{children}</section>
  )
}

/** The heading of a page, with a description below it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="grid gap-1">
      <h1 className="text-2xl font-bold tracking-tight text-balance [overflow-wrap:anywhere]">{title}</h1>
      {children && <p className="text-quiet [overflow-wrap:anywhere]">{children}</p>}
    </header>
  )
}
