import { getTranslations } from 'next-intl/server'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { webhookEvents } from '@/lib/webhook-events/schema'

/** What the forms of webhooks need: texts, and the proof of identity that the server requires. */
export type FormContext = {
  proof: RequiredProof
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

/** The texts of the forms in the language of the request. */
export async function webhookFormContext(proof: RequiredProof): Promise<FormContext> {
  const [t, tokens, security, fieldErrors, formErrors] = await Promise.all([
    getTranslations('webhooks'),
    getTranslations('apiTokens'),
    getTranslations('security'),
    fieldErrorTexts(['url', 'events', 'current']),
    formErrorTexts(),
  ])
  const events = webhookEvents.map((event) => [event, t(eventKey(event))])
  const text = {
    ...Object.fromEntries(events),
    create: t('create'),
    url: t('url'),
    urlHint: t('urlHint'),
    events: t('events'),
    includesText: t('includesText'),
    includesTextHint: t('includesTextHint'),
    active: t('active'),
    submit: t('submit'),
    save: t('save'),
    settings: t('settings'),
    created: t('created'),
    rotated: t('rotated'),
    rotate: t('rotate'),
    secret: t('secret'),
    secretHint: t('secretHint'),
    current: security('current'),
    currentHint: tokens('currentHint'),
    logInAgain: security('logInAgain'),
  }
  return { proof, text, fieldErrors, formErrors }
}

/** The key of the text that names an event. Keys of messages have no dots. */
export function eventKey(event: (typeof webhookEvents)[number] | 'ping') {
  const keys = {
    'post.created': 'post_created',
    'post.edited': 'post_edited',
    'post.deleted': 'post_deleted',
    reply: 'reply',
    mention: 'mention',
    like: 'like',
    follow: 'follow',
    message: 'message',
    ping: 'ping',
  } as const
  return keys[event]
}
