'use client'

import { useFormState } from '@/components/ui/action-form'
import { Notice } from '@/components/ui/notice'

/** The credentials of the app that was just registered, or its new secret. They are in no other response. */
export function CreatedAppCredentials({ text }: { text: Record<string, string> }) {
  const created = useFormState()?.createdApp
  if (!created) return null
  return (
    <Notice category="success">
      <p>{text.clientId}</p>
      <Code>{created.clientId}</Code>
      {created.secret ? (
        <>
          <p>{text.secret}</p>
          <Code>{created.secret}</Code>
          <p>{text.secretHint}</p>
        </>
      ) : (
        <p>{text.publicHint}</p>
      )}
    </Notice>
  )
}

function Code({ children }: { children: string }) {
  return (
    <code dir="ltr" className="my-2 block select-all break-all text-base text-ink">
      {children}
    </code>
  )
}
