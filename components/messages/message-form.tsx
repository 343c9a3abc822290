'use client'

import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { sendMessageAction } from '@/lib/messages/actions'

export type Compose = Omit<TextFormProps, 'action' | 'fields' | 'name' | 'onSent'> & {
  /** The last message that the page holds. */
  seen: number | null
}

type Props = Compose & { partner: string; onSent: () => void }

/** Where messages are written. */
export function MessageForm({ seen, partner, onSent, ...form }: Props) {
  return (
    <TextForm
      {...form}
      action={sendMessageAction}
      fields={{ to: partner, ...(seen !== null && { seen: String(seen) }) }}
      // Taking the draft's cookie away renders the page anew, which does not know of entries that came live.
      onSent={form.kept === undefined ? onSent : () => location.assign(form.address)}
      name="message"
      rows={2}
      className="gap-2"
    />
  )
}
