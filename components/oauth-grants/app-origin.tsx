import { useTranslations } from 'next-intl'

type Props = { owner: string; website: string }

/** Who has registered an app, and the host of its website. Only the owner is verified. */
export function AppOrigin({ owner, website }: Props) {
  const t = useTranslations('apps')
  return (
    <>
      {t.rich('by', {
        owner,
        profile: (name) => (
          <a href={`/users/${owner}`} className="underline underline-offset-2">
            <bdi>@{name}</bdi>
          </a>
        ),
      })}
      {website && (
        <>
          {' · '}
          <a href={website} rel="nofollow noreferrer" className="underline underline-offset-2" dir="ltr">
            {new URL(website).host}
          </a>
        </>
      )}
    </>
  )
}
