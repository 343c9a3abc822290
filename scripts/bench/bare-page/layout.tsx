import type { ReactNode } from 'react'

/** The layout of the bare page, without the shell of the product. */
export default function BareLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
