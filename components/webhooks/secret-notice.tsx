'use client'

import { useFormState } from '@/components/ui/action-form'
import { Notice } from '@/components/ui/notice'

/** The signing secret that the form has just created. It is in no other response. */
export function SecretNotice({ lead, hint }: { lead: string; hint: string }) {
  const secret = useFormState()?.createdToken
  if (!secret) return null
  return (
    <Notice category="success">
      <p>{lead}</p>
      <code dir="ltr" className="my-2 block select-all break-all text-base text-ink">
        {secret}
      </code>
      <p>{hint}</p>
    </Notice>
  )
}
