import { useTranslations } from 'next-intl'
import { PeopleToFollow } from '@/components/follows/people-to-follow'
import { Bird } from '@/components/ui/bird'
import { buttonClass } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { UserInList, UserView } from '@/lib/users/view'

/** People to follow who are shown at once, and how many a new member is advised to follow. */
export const suggestedPeople = 6
const advisedFollows = 3

/** Opens the dialog for a new post (compose-dialog.tsx). */
const composerPath = '/?compose='

type Props = { viewer: UserView; people: UserInList[] }

/** Shown on an empty home page: three steps, and people to follow. */
export function GettingStarted({ viewer, people }: Props) {
  const t = useTranslations('home')
  const steps = [
    { text: t('stepPicture'), href: '/account', isDone: viewer.avatar !== null },
    { text: t('stepFollow'), href: '/explore', isDone: viewer.followingCount >= advisedFollows },
    { text: t('stepPost'), href: composerPath, isDone: viewer.postCount > 0 },
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-2 pt-4">
        <Bird />
        <p className="text-lg font-bold">{t('empty')}</p>
        <p className="text-quiet">{t('emptyHint')}</p>
        <ol className="grid gap-1">
          {steps.map(({ text, href, isDone }) => (
            <li key={href} className="flex min-h-11 items-center gap-3">
              <span className={isDone ? 'text-accent' : 'text-edge'}>
                <Icon name={isDone ? 'check' : 'plus'} />
              </span>
              <a
                href={href}
                data-compose={href === composerPath || undefined}
                className="font-semibold hover:underline"
              >
                {text}
              </a>
              {isDone && <span className="text-sm text-quiet">{t('stepDone')}</span>}
            </li>
          ))}
        </ol>
        <a href="/explore" className={`${buttonClass('secondary')} justify-self-start`}>
          {t('explore')}
        </a>
      </div>
      <PeopleToFollow people={people} />
    </div>
  )
}
