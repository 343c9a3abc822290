import { getTranslations } from 'next-intl/server'
import { TextForm } from '@/components/ui/text-form'
import { env } from '@/lib/env'
import { createTemplate } from '@/lib/i18n/templates'
import { fieldErrorTexts } from '@/lib/i18n/texts'
import { editPostAction } from '@/lib/posts/actions'
import type { PostView } from '@/lib/posts/view'
import { readDraft } from '@/lib/request/drafts'
import type { Viewer } from '@/lib/viewer'

/** The form that edits a post. */
export async function EditPostForm({ viewer, post }: { viewer: Viewer; post: PostView }) {
  const address = `/posts/${post.id}/edit`
  const draft = { member: viewer.id, form: 'edit-post', place: address }
  const [t, fieldErrors, restored] = await Promise.all([
    getTranslations(),
    fieldErrorTexts(['body']),
    readDraft(draft),
  ])
  return (
    <TextForm
      action={editPostAction}
      address={address}
      fields={{ id: String(post.id) }}
      draft={draft}
      initial={post.body}
      restored={restored?.body}
      max={env.POST_MAX_LENGTH}
      fieldErrors={fieldErrors}
      cancel={{ href: `/posts/${post.id}`, label: t('post.cancel') }}
      text={{
        form: t('post.editTitle'),
        label: t('composer.label'),
        button: t('post.save'),
        counter: createTemplate((count) => t('composer.counter', { count })),
        logIn: t('formErrors.logInAgain'),
        success: t('flash.postSaved'),
      }}
    />
  )
}
