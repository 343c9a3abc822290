import type { DraftKey } from '@/lib/request/form-state'

/** Hidden fields that identify the draft, for a form sent after the session has ended (lib/request/drafts.ts). */
export function DraftFields({ draft: { member, place } }: { draft: DraftKey }) {
  if (member === 0) return null
  return (
    <>
      <input type="hidden" name="draftMember" value={member} />
      <input type="hidden" name="draftPlace" value={place} />
    </>
  )
}
