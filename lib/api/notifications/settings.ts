import { setDigest } from '../../digests/mutations'
import { getDigestSetting } from '../../digests/queries'
import { digestFrequencies } from '../../digests/schema'
import { setNotificationKinds } from '../../notifications/mutations'
import { getNotificationKinds } from '../../notifications/queries'
import { notificationKinds } from '../../notifications/schema'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { respondWithChange, respondWithJson } from '../rest/respond'

const kinds = z
  .array(z.enum(notificationKinds))
  .meta({ description: 'The kinds of events that you are notified of from now on.' })
const digest = z
  .enum(digestFrequencies)
  .meta({ description: 'How often an email summarises unread entries. Sent to verified addresses only.' })

const settingsJson = z.object({ kinds, digest }).meta({
  id: 'NotificationSettings',
  examples: [{ kinds: ['reply', 'mention', 'export'], digest: 'weekly' }],
})

async function readSettings(viewer: Viewer): Promise<z.output<typeof settingsJson>> {
  const [kinds, { frequency }] = await Promise.all([getNotificationKinds(viewer), getDigestSetting(viewer)])
  return { kinds, digest: frequency }
}

const settings = { path: '/api/notifications/settings', tag: 'Notifications' } as const

export const getNotificationSettingsOperation = memberOperation(
  {
    ...settings,
    id: 'getNotificationSettings',
    method: 'GET',
    summary: 'What you are notified of, and how often an email summarises it',
    access: 'read',
    responses: { 200: { description: 'The settings.', schema: settingsJson, headers: ['ETag'] } },
  },
  async ({ viewer, request }) => respondWithJson(request, await readSettings(viewer)),
)

export const updateNotificationSettingsOperation = memberOperation(
  {
    ...settings,
    id: 'updateNotificationSettings',
    method: 'PATCH',
    summary: 'Change what you are notified of',
    description: 'Absent fields stay as they are. Existing notifications stay too.',
    access: 'write',
    limit: 'account',
    body: z.object({ kinds: kinds.optional(), digest: digest.optional() }),
    responses: { 200: { description: 'The changed settings.', schema: settingsJson } },
  },
  async ({ viewer, body }) => {
    if (body.kinds) await setNotificationKinds(viewer, body.kinds)
    if (body.digest) await setDigest(viewer, { frequency: body.digest })
    return respondWithChange(await readSettings(viewer))
  },
)
