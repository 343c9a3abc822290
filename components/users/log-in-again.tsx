type Props = {
  next:
    | '/account'
    | '/account/security'
    | '/account/data'
    | '/account/delete'
    | '/account/tokens'
    | '/account/apps'
    | '/account/apps/new'
    | '/account/webhooks'
    | `/account/webhooks/${number}`
  lead: string
  label: string
}

/** A link to another log-in, with the reason. It leads back to `next`. */
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
