import { getLocale, getTranslations } from 'next-intl/server'
import type { TextFormProps } from '@/components/ui/text-form'
import { UserPicture } from '@/components/users/user-picture'
import { env } from '@/lib/env'
import { newSubmissionKey } from '@/lib/http/submission-key'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createTemplate, fillTemplate } from '@/lib/i18n/templates'
import { fieldErrorTexts } from '@/lib/i18n/texts'
import { createPostAction } from '@/lib/posts/actions'
import { readDraft } from '@/lib/request/drafts'
import { nameOf } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { PostForm, type PostFormSettings } from './post-form'

type ComposerProps = { viewer: Viewer; address: '/' | '/explore'; focused?: boolean }

/** The form for a new post at the top of a list. */
export async function Composer({ viewer, address, focused = false }: ComposerProps) {
  return (
    <section className="composer bleed">
      <UserPicture user={viewer} size={48} alt="" eager />
      <PostForm {...(await newPostProps(viewer, address))} address={address} focused={focused} />
    </section>
  )
}

/** Props that differ between the post forms on a page. */
type OwnProps = Pick<TextFormProps, 'submission' | 'draft' | 'restored'>

/** @param place Distinguishes the drafts of a user (DraftKey). */
export async function newPostProps(viewer: Viewer, place: string): Promise<OwnProps> {
  const draft = { member: viewer.id, form: 'post', place }
  const restored = await readDraft(draft)
  return { submission: newSubmissionKey(), draft, ...(restored && { restored: restored.body }) }
}

/** Props shared by all post forms, or all reply forms, on a page. */
export async function postFormSettings(viewer: Viewer, kind: 'post' | 'reply'): Promise<PostFormSettings> {
  const [locale, t, fieldErrors] = await Promise.all([
    getLocale(),
    getTranslations(),
    fieldErrorTexts(['body']),
  ])
  const { greeting, ...text } = formTexts[kind](locale, t)
  return {
    action: createPostAction,
    max: env.POST_MAX_LENGTH,
    fieldErrors,
    text: { ...text, placeholder: fillTemplate(greeting, nameOf(viewer)) },
  }
}

type Translator = Awaited<ReturnType<typeof getTranslations<never>>>

const formTexts = {
  post: oncePerLocale((_, t: Translator) => ({
    ...commonTexts(t),
    form: t('composer.form'),
    greeting: createTemplate((name) => t('composer.placeholder', { name })),
    success: t('flash.posted'),
  })),
  reply: oncePerLocale((_, t: Translator) => ({
    ...commonTexts(t),
    form: t('conversation.composer'),
    greeting: createTemplate(() => t('conversation.placeholder')),
    success: t('flash.replied'),
  })),
}

const commonTexts = (t: Translator) => ({
  label: t('composer.label'),
  button: t('composer.button'),
  counter: createTemplate((count) => t('composer.counter', { count })),
  logIn: t('formErrors.logInAgain'),
})
