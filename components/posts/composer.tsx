import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { errorTexts, refusalTexts } from '@/lib/i18n/texts'
import { createPostAction } from '@/lib/posts/actions'
import { PostForm } from './post-form'

type Props = { address: string; draft: string; max: number; submission: string }

/** Writes a new post. `submission` is fresh on every page, so that the same form sent twice makes one post. */
export async function Composer({ address, draft, max, submission }: Props) {
  const [t, errors, refusals] = await Promise.all([getTranslations(), errorTexts(['body']), refusalTexts()])
  return (
    <Card>
      <PostForm
        key={submission}
        action={createPostAction}
        address={address}
        fields={{ submission }}
        initial={draft}
        max={max}
        errors={errors}
        refusals={refusals}
        text={{
          form: t('composer.form'),
          label: t('composer.label'),
          placeholder: t('composer.placeholder'),
          button: t('composer.button'),
          counter: t.raw('composer.counter'),
          logIn: t('refusals.logInAgain'),
        }}
      />
    </Card>
  )
}
