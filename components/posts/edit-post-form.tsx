import { getTranslations } from 'next-intl/server'
import { buttonClass } from '@/components/ui/button'
import { errorTexts, refusalTexts } from '@/lib/i18n/texts'
import { editPostAction } from '@/lib/posts/actions'
import { PostForm } from './post-form'

/** Changes a post, with its text filled in. */
export async function EditPostForm({ id, body, max }: { id: number; body: string; max: number }) {
  const [t, errors, refusals] = await Promise.all([getTranslations(), errorTexts(['body']), refusalTexts()])
  return (
    <PostForm
      action={editPostAction}
      address={`/posts/${id}/edit`}
      fields={{ id: String(id) }}
      initial={body}
      max={max}
      errors={errors}
      refusals={refusals}
      text={{
        form: t('post.editTitle'),
        label: t('composer.label'),
        button: t('post.save'),
        counter: t.raw('composer.counter'),
        logIn: t('refusals.logInAgain'),
      }}
    >
      <a href={`/posts/${id}`} className={buttonClass('quiet')}>
        {t('post.cancel')}
      </a>
    </PostForm>
  )
}
