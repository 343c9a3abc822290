import { limits } from '../limits'
import { rowId } from '../text/fields'
import { parseUrl } from '../url'
import { type WebhookEvent, webhookEvents } from '../webhook-events/schema'
import { z } from '../zod'

/** The scheme, the host and the ports are checked by `createWebhook`: they depend on the settings of the server. */
const address = z
  .string({ error: 'url.required' })
  .trim()
  .min(1, 'url.required')
  .max(limits.webhooks.url, 'url.tooLong')
  .transform((text, context) => {
    const parsed = parseUrl(text)
    const problem = !parsed ? 'invalid' : parsed.username || parsed.password ? 'credentials' : null
    if (problem) context.addIssue({ code: 'custom', message: `url.${problem}` })
    return parsed && !problem ? withoutFragment(parsed) : z.NEVER
  })
  .refine((text) => text.length <= limits.webhooks.url, 'url.tooLong')

/** A fragment is not sent. */
function withoutFragment(url: URL): string {
  url.hash = ''
  return url.href
}

/** The fields of a webhook in the REST API. Events are stored once each, in the order of the list. */
export const webhookFields = {
  url: address.meta({ description: 'An https address, at port 443 or 8443.' }),
  events: z
    .array(z.enum(webhookEvents))
    .min(1, 'events.required')
    .transform((chosen) => webhookEvents.filter((event) => chosen.includes(event))),
  includes_text: z.boolean(),
}

/** A checkbox of a form: `on` in the form data, a boolean in the form library. */
const checkbox = z
  .union([z.boolean(), z.string()])
  .optional()
  .transform((value) => value === true || value === 'on')

const eventCheckboxes = {
  post_created: checkbox,
  post_edited: checkbox,
  post_deleted: checkbox,
  reply: checkbox,
  mention: checkbox,
  like: checkbox,
  follow: checkbox,
  message: checkbox,
}

/** The name of an event's checkbox. A dot would separate parts of a path in the form library. */
export function checkboxNameOf(event: (typeof webhookEvents)[number]): keyof typeof eventCheckboxes {
  return event.replace('.', '_') as keyof typeof eventCheckboxes
}

/** Required when the log-in is not recent. */
const current = z.string().max(limits.password.maxTyped, 'current.wrong').optional()

const form = z.object({ ...eventCheckboxes, url: address, includes_text: checkbox, current })

type Form = z.output<typeof form>

const isChosen = (input: Form) => webhookEvents.some((event) => input[checkboxNameOf(event)])

const eventsRequired = { path: ['events'], error: 'events.required' }

/** What the form and the REST API have in common. `current` is the password of a form. */
export type NewWebhook = {
  url: string
  events: WebhookEvent[]
  includesText: boolean
  current?: string | undefined
}

function toInput(input: Form): NewWebhook {
  const events = webhookEvents.filter((event) => input[checkboxNameOf(event)])
  return { url: input.url, events, includesText: input.includes_text, current: input.current }
}

export const newWebhookInput = form.refine(isChosen, eventsRequired).transform(toInput)

export const editWebhookInput = form
  .extend({ id: rowId, active: checkbox })
  .refine(isChosen, eventsRequired)
  .transform(({ id, active, ...input }) => ({ ...toInput(input), id, isActive: active }))
export type EditWebhook = NewWebhook & { id: number; isActive: boolean }

/** The field of a form that asks for a proof of identity only. */
export const proofInput = z.object({ current })

export const rotateSecretInput = proofInput.extend({ id: rowId })
export type RotateSecret = z.output<typeof rotateSecretInput>

export const deleteWebhookInput = z.object({ id: rowId })
