'use client'

import { useEffect, useState } from 'react'
import { TextForm, type TextFormProps } from '@/components/ui/text-form'
import { sendMessageAction } from '@/lib/messages/actions'

export type Compose = Omit<TextFormProps, 'action' | 'fields' | 'name' | 'onSent' | 'enterSends'> & {
  /** The label of the checkbox "Enter sends". */
  enterSends: string
}

type Props = Compose & {
  partner: string
  /** The id of the newest message on the page. */
  seen: number | undefined
  onSent: () => void
}

/** The form for a private message. */
export function MessageForm({ seen, partner, enterSends: label, ...form }: Props) {
  const [enterSends, setEnterSends] = useEnterSends()
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

const storageKey = 'roost-enter-sends'

/** Whether Enter sends a message, as chosen in this browser. */
function useEnterSends(): [boolean, (sends: boolean) => void] {
  const [sends, setSends] = useState(true)
  useEffect(() => setSends(withStorage((storage) => storage.getItem(storageKey)) !== 'no'), [])
  return [
    sends,
    (chosen) => {
      setSends(chosen)
      withStorage((storage) => (chosen ? storage.removeItem(storageKey) : storage.setItem(storageKey, 'no')))
    },
  ]
}

/** Access to localStorage may throw; then the choice holds for this page only. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}
