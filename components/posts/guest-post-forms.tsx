import type { LogInReason } from '@/lib/sessions/schema'

/** The forms that the buttons of post-actions.tsx submit on guest pages. They redirect to the log-in page. */
export function GuestPostForms() {
  return (
    <>
      <GuestForm id="open" reason="reply" />
      <GuestForm id="likes" reason="like" />
    </>
  )
}

function GuestForm({ id, reason }: { id: string; reason: LogInReason }) {
  return (
    <form id={id} action="/login" hidden>
      <input type="hidden" name="reason" value={reason} />
    </form>
  )
}
