'use client'

import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { isTraversal } from '@/components/ui/change-store'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { useFormTexts } from '@/components/ui/form-texts'
import { useFormAction } from '@/components/ui/use-form-action'
import { followAction, unfollowAction } from '@/lib/follows/actions'
import { followChanges } from './follow-changes'

export type FollowTexts = { follow: string; unfollow: string; failed: string }

type Props = {
  username: string
  following: boolean
  text: FollowTexts
  /** The name of the user, for a button without colour in a short list of users. */
  nameInList?: string
}

/** Follows or unfollows. Every button for the user shows the result at once; a failure rolls it back with a message. */
export function FollowButton({ username, following, text, nameInList }: Props) {
  const texts = useFormTexts()
  const isFollowed = followChanges.useChange(username)?.isFollowed ?? following
  useEffect(() => {
    if (!isTraversal()) followChanges.change(username, { isFollowed: following })
  }, [username, following])
  const { state, pending, formProps } = useFormAction(isFollowed ? unfollowAction : followAction, {
    onSend: () => followChanges.change(username, { isFollowed: !isFollowed }),
    onShown() {
      // The page may be rendered again without this button.
      if (document.activeElement === document.body) focusElement(findMainHeading())
    },
    onResult({ ok }) {
      if (!ok) followChanges.change(username, { isFollowed })
    },
  })
  const label = isFollowed ? text.unfollow : text.follow
  return (
    <form {...formProps} className="grid justify-items-end gap-1">
      <input type="hidden" name="username" value={username} />
      <Button
        variant={isFollowed || nameInList ? 'secondary' : 'primary'}
        pending={pending}
        aria-label={nameInList && `${label} ${nameInList}`}
      >
        {label}
      </Button>
      {state && !state.ok && (
        <p role="alert" className="text-sm text-bad">
          {state.code === 'not-sent' ? texts.notSent : text.failed}
        </p>
      )}
    </form>
  )
}
