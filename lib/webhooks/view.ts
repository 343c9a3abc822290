import type { WebhookEvent } from '../webhook-events/schema'

/** `paused` by the member; stopped because it has `failed` for days, or is `gone` (status 410). */
export type WebhookState = 'active' | 'paused' | 'failed' | 'gone'

export type WebhookView = {
  id: number
  url: string
  events: WebhookEvent[]
  /** Whether the event `message` has the text of the message. */
  includesText: boolean
  state: WebhookState
  createdAt: Date
  /** The first failed attempt since the last successful one; null when the last one was successful. */
  failingSince: Date | null
}

/** The columns of a WebhookView. The secrets are never read with them. */
export const webhookColumns = {
  id: true,
  url: true,
  events: true,
  includesText: true,
  state: true,
  createdAt: true,
  failingSince: true,
} as const

type Row = Omit<WebhookView, 'events' | 'state'> & { events: string; state: string }

export function toWebhookView({ events, state, ...row }: Row): WebhookView {
  return { ...row, events: events.split(' ') as WebhookEvent[], state: state as WebhookState }
}
