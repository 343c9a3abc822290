import type { ReactNode } from 'react'
import { nameOf, type UserSummary } from '@/lib/users/view'

type Props = {
  user: UserSummary
  /** Whether the name opens the profile card. */
  card?: boolean
  children?: ReactNode
}

/** The name of a user in a list as a link, their username if it differs, and further content. */
export function UserNames({ user, card = true, children }: Props) {
  return (
    <div className="min-w-0 flex-1">
      <a
        href={`/users/${user.username}`}
        data-card={card ? user.username : undefined}
        className="font-semibold [overflow-wrap:anywhere] hover:underline"
      >
        <bdi>{nameOf(user)}</bdi>
      </a>
      {user.displayName && (
        <p className="text-sm text-quiet">
          <bdi dir="ltr">@{user.username}</bdi>
        </p>
      )}
      {children}
    </div>
  )
}
