/** What tells the drafts of replies apart (DraftKey): the post that they answer. */
export const replyPlace = (target: number): string => `reply-to-${target}`
