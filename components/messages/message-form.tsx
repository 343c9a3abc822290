'use client'

import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { useStoredSwitch } from '@/components/ui/use-stored-switch'
import { sendMessageAction } from '@/lib/messages/actions'

export type MessageFormProps = Omit<TextFormProps, 'action' | 'fields' | 'name' | 'onSent' | 'enterSends'> & {
  /** The label of the checkbox "Enter sends". */
  enterSends: string
}

type Props = MessageFormProps & {
  partner: string
  /** The id of the newest message on the page. */
  seen: number | undefined
  onSent: () => void
}

/** The form for a private message. */
export function MessageForm({ seen, partner, enterSends: label, ...form }: Props) {
  const [enterSends, setEnterSends] = useStoredSwitch('roost.enter-sends')
  return (
    <TextForm
      {...form}
      action={sendMessageAction}
      fields={{ to: partner, ...(seen !== undefined && { seen: String(seen) }) }}
      name="message"
      enterSends={enterSends}
      className="gap-2"
      options={
        <label className="flex min-h-11 items-center gap-2 text-sm text-quiet">
          <input
            type="checkbox"
            checked={enterSends}
            onChange={({ currentTarget }) => setEnterSends(currentTarget.checked)}
            className="size-5 accent-accent"
          />
          {label}
        </label>
      }
    />
  )
}
