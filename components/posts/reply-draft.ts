/** What tells the drafts of replies apart (DraftKey): the post that they answer. */
export const replyDraftPlace = (target: number): string => `reply-to-${target}`
