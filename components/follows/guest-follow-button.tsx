import { Button } from '@/components/ui/button'
import type { LogInReason } from '@/lib/sessions/schema'

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
