type Props = { next: '/account' | '/account/security'; lead: string; label: string }

/** Why a change needs another log-in, and the way to it and back. */
export function LogInAgainLink({ next, lead, label }: Props) {
  return (
    <>
      {lead}{' '}
      <a href={`/account/log-in-again?next=${next}`} className="underline underline-offset-2">
        {label}
      </a>
    </>
  )
}
