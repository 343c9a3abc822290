'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { FollowButton, type FollowTexts } from '@/components/follows/follow-button'
import { loadData } from '@/components/ui/load-data'
import { UserNames } from '@/components/users/user-names'
import { UserPicture } from '@/components/users/user-picture'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { nameOf, type UserInList } from '@/lib/users/view'

export type SideTexts = { people: string; tags: string; posts: PluralTemplate; follow: FollowTexts }

type Data = { people: UserInList[]; tags: { tag: string; count: number }[] }

/** From this width on the column is shown (app/shell.css). */
const wide = '(width >= 80rem)'

/** People to follow and popular tags. They are loaded after the page, and only where there is room for them. */
export function SideLists({ text }: { text: SideTexts }) {
  const [data, setData] = useState<Data | null>(null)
  useEffect(() => {
    const query = matchMedia(wide)
    let isLoading = false
    const load = () => {
      if (!query.matches || isLoading) return
      isLoading = true
      // Without them the column stays empty.
      loadData<Data>('/side', '').then(setData, () => {})
    }
    load()
    query.addEventListener('change', load)
    return () => query.removeEventListener('change', load)
  }, [])
  // A profile has its own follow button.
  const visited = /^\/users\/(\w+)(?:\/(?:replies|likes))?$/.exec(usePathname().toLowerCase())?.[1]
  const people = data?.people.filter(({ username }) => username.toLowerCase() !== visited) ?? []
  return (
    <div className="side-lists">
      {people.length > 0 && (
        <section aria-labelledby="side-people">
          <h2 id="side-people">{text.people}</h2>
          <ul>
            {people.map((user) => (
              <li key={user.id}>
                <UserPicture user={user} size={40} alt="" />
                <UserNames user={user} />
                <FollowButton
                  username={user.username}
                  following={false}
                  text={text.follow}
                  nameInList={nameOf(user)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {data && data.tags.length > 0 && (
        <section aria-labelledby="side-tags">
          <h2 id="side-tags">{text.tags}</h2>
          <ul>
            {data.tags.map(({ tag, count }) => (
              <li key={tag}>
                <a
                  href={`/tags/${encodeURIComponent(tag)}`}
                  dir="auto"
                  className="min-w-0 truncate font-semibold hover:underline"
                >
                  #{tag}
                </a>
                <span className="ms-auto shrink-0 text-sm text-quiet">
                  {fillPluralTemplate(text.posts, count)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
