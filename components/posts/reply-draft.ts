/** The `place` of the draft of a reply (DraftKey). */
export function replyDraftPlace(target: number): string {
  return `reply-to-${target}`
}
