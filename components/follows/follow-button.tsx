'use client'

import { Button } from '@/components/ui/button'
import { useFormTexts } from '@/components/ui/form-texts'
import { useFormAction } from '@/components/ui/use-form-action'
import { followAction, unfollowAction } from '@/lib/follows/actions'
import type { LogInReason } from '@/lib/sessions/schema'

type Props = {
  username: string
  following: boolean
  text: { follow: string; unfollow: string; failed: string }
}

/** Follows or unfollows. The action also returns the page with the new counts. */
export function FollowButton({ username, following, text }: Props) {
  const texts = useFormTexts()
  const { state, pending, formProps } = useFormAction(following ? unfollowAction : followAction)
  const showsFollowing = pending ? !following : following
  return (
    <form {...formProps} className="grid justify-items-end gap-1">
      <input type="hidden" name="username" value={username} />
      <Button variant={showsFollowing ? 'secondary' : 'primary'} pending={pending}>
        {showsFollowing ? text.unfollow : text.follow}
      </Button>
      {state && !state.ok && (
        <p role="alert" className="text-sm text-bad">
          {state.code === 'not-sent' ? texts.notSent : text.failed}
        </p>
      )}
    </form>
  )
}

/** The follow button of guests: leads to the log-in page and back. */
export function GuestFollowButton({ next, label }: { next: string; label: string }) {
  return (
    <form action="/login" method="get">
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="reason" value={'follow' satisfies LogInReason} />
      <Button>{label}</Button>
    </form>
  )
}
