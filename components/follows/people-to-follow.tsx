import { useTranslations } from 'next-intl'
import type { UserInList } from '@/lib/users/view'
import { UserList } from './user-list'

/** People to follow, each with a follow button. */
export function PeopleToFollow({ people }: { people: UserInList[] }) {
  const t = useTranslations('home')
  if (people.length === 0) return null
  return (
    <section aria-labelledby="people-to-follow" className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <h2 id="people-to-follow" className="text-[0.9375rem] font-extrabold">
        {t('people')}
      </h2>
      <UserList page={{ items: people, older: null, newer: null }} path="/explore" empty={null} />
    </section>
  )
}
