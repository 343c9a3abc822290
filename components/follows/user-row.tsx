import type { ReactNode } from 'react'
import { UserNames } from '@/components/users/user-names'
import { UserPicture } from '@/components/users/user-picture'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import { nameOf, type UserInList } from '@/lib/users/view'

type Props = {
  user: UserInList
  /** The alternative text of the picture. */
  picture: Template
  /** The follow button. */
  children: ReactNode
}

/** A user in a list. */
export function UserRow({ user, picture, children }: Props) {
  return (
    <li id={`user-${user.id}`} className="flex items-start gap-3 px-(--gutter) py-3.5">
      <UserPicture user={user} size={48} alt={fillTemplate(picture, nameOf(user))} />
      <UserNames user={user}>
        {user.aboutMe && (
          <p dir="auto" className="line-clamp-2 text-sm [overflow-wrap:anywhere]">
            {user.aboutMe}
          </p>
        )}
      </UserNames>
      {children}
    </li>
  )
}
