'use client'

import { Button } from '@/components/ui/button'
import { buttonErrorText } from '@/components/ui/button-form'
import { useFormTexts } from '@/components/ui/form-texts'
import { Notice } from '@/components/ui/notice'
import { useFormAction } from '@/components/ui/use-form-action'
import { decideAction } from '@/lib/oauth-grants/actions'

type Props = {
  /** The authorisation request. */
  query: string
  text: { allow: string; deny: string; continue: string }
}

/** The buttons that allow or deny access. The browser is then redirected to the app. */
export function ConsentForm({ query, text }: Props) {
  const texts = useFormTexts()
  const { state, pending, formProps } = useFormAction(decideAction, {
    address: `/oauth/authorize?${query}`,
  })
  return (
    <form {...formProps} aria-busy={pending || undefined} className="grid gap-3">
      <input type="hidden" name="query" value={query} />
      <div className="flex flex-wrap gap-3">
        <Button name="decision" value="allow" pending={pending}>
          {text.allow}
        </Button>
        <Button variant="secondary" name="decision" value="deny" pending={pending}>
          {text.deny}
        </Button>
      </div>
      {state && !state.ok && <Notice category="danger">{buttonErrorText(state, texts)}</Notice>}
      {/* The page stays when a private scheme opens another program. */}
      {state?.ok && state.next && (
        <a href={state.next} className="underline underline-offset-2">
          {text.continue}
        </a>
      )}
    </form>
  )
}
