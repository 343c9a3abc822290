import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { errorTexts, refusalTexts } from '@/lib/i18n/texts'
import { createPostAction } from '@/lib/posts/actions'
import { PostForm } from './post-form'

type Props = {
  address: string
  draft: string
  max: number
  submission: string
  /** What the post answers, as a field of the form; absent for one that begins a conversation. */
  reply?: ReactNode
}

/** Writes a new post or a reply. `submission` is fresh on every page, so that the same form sent twice makes one post. */
export async function Composer({ address, draft, max, submission, reply }: Props) {
  const [t, errors, refusals] = await Promise.all([getTranslations(), errorTexts(['body']), refusalTexts()])
  return (
    <Card>
      <PostForm
        key={submission}
        action={createPostAction}
        address={address}
        fields={{ submission }}
        lead={reply}
        initial={draft}
        max={max}
        errors={errors}
        refusals={refusals}
        text={{
          form: t(reply ? 'conversation.composer' : 'composer.form'),
          label: t('composer.label'),
          placeholder: t(reply ? 'conversation.placeholder' : 'composer.placeholder'),
          button: t('composer.button'),
          counter: t.raw('composer.counter'),
          logIn: t('refusals.logInAgain'),
        }}
      />
    </Card>
  )
}
