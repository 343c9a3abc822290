/** Code that wraps instead of scrolling, so that it needs no focus. */
export function CodeBlock({ children }: { children: string }) {
  return (
    <pre
      dir="ltr"
      className="rounded-lg bg-sunk px-3 py-2 text-start font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      <code>{children}</code>
    </pre>
  )
}
