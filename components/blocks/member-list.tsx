import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { UserNames } from '@/components/users/user-names'
import { UserPicture } from '@/components/users/user-picture'
import { createTemplate, fillTemplate } from '@/lib/i18n/templates'
import type { FormAction } from '@/lib/request/form-state'
import { nameOf, type UserSummary } from '@/lib/users/view'
import { RelationButton } from './relation-button'

type Props = {
  title: string
  lead: string
  empty: string
  members: UserSummary[]
  undo: { action: FormAction; label: string }
}

/** The blocked or muted users, each with a button that undoes it. */
export function MemberList({ title, lead, empty, members, undo }: Props) {
  const t = useTranslations('profile')
  const picture = createTemplate((name) => t('picture', { name }))
  return (
    <Card className="grid gap-2">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="text-sm text-quiet">{members.length > 0 ? lead : empty}</p>
      {members.length > 0 && (
        <ul className="divide-y divide-line">
          {members.map((user) => (
            <li key={user.id} className="flex items-center gap-3 py-3">
              <UserPicture user={user} size={48} alt={fillTemplate(picture, nameOf(user))} />
              <UserNames user={user} card={false} />
              <RelationButton {...undo} username={user.username} variant="secondary" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
