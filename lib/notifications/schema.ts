/** What a member can be told of; each can be switched off. */
export const notificationKinds = ['reply', 'mention', 'like', 'follow', 'message', 'export'] as const
export type NotificationKind = (typeof notificationKinds)[number]
