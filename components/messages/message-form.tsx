'use client'

import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { sendMessageAction } from '@/lib/messages/actions'

export type Compose = Omit<TextFormProps, 'action' | 'fields' | 'name' | 'onSent'> & {
  /** The id of the newest message on the page. */
  seen: number | null
}

type Props = Compose & { partner: string; onSent: () => void }

/** The form for a private message. */
export function MessageForm({ seen, partner, onSent, ...form }: Props) {
  return (
    <TextForm
      {...form}
      action={sendMessageAction}
      fields={{ to: partner, ...(seen !== null && { seen: String(seen) }) }}
      // Deleting the draft cookie makes the server render the page again, without the entries that were appended.
      onSent={form.restored === undefined ? onSent : () => location.assign(form.address)}
      name="message"
      rows={2}
      className="gap-2"
    />
  )
}
