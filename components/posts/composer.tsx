import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { env } from '@/lib/env'
import { newSubmissionKey } from '@/lib/http/submission-key'
import { createTemplate } from '@/lib/i18n/templates'
import { fieldErrorTexts } from '@/lib/i18n/texts'
import { createPostAction } from '@/lib/posts/actions'
import { readDraft } from '@/lib/request/drafts'
import type { Viewer } from '@/lib/viewer'

/** The form for a new post. */
export async function Composer({ viewer, address }: { viewer: Viewer; address: '/' | '/explore' }) {
  return (
    <Card>
      <TextForm {...(await composerProps(viewer, 'post', address))} address={address} />
    </Card>
  )
}

/**
 * The common properties of the forms for posts and replies.
 * @param place Distinguishes the drafts of a user (DraftKey).
 */
export async function composerProps(
  viewer: Viewer,
  kind: 'post' | 'reply',
  place: string,
): Promise<Omit<TextFormProps, 'address'>> {
  const draft = { member: viewer.id, form: 'post', place }
  const [t, fieldErrors, restored] = await Promise.all([
    getTranslations(),
    fieldErrorTexts(['body']),
    readDraft(draft),
  ])
  const reply = kind === 'reply'
  return {
    action: createPostAction,
    submission: newSubmissionKey(),
    draft,
    restored: restored?.body,
    max: env.POST_MAX_LENGTH,
    fieldErrors,
    text: {
      form: t(reply ? 'conversation.composer' : 'composer.form'),
      label: t('composer.label'),
      placeholder: t(reply ? 'conversation.placeholder' : 'composer.placeholder'),
      button: t('composer.button'),
      counter: createTemplate((count) => t('composer.counter', { count })),
      logIn: t('formErrors.logInAgain'),
      success: t(reply ? 'flash.replied' : 'flash.posted'),
    },
  }
}
