/** The blocks and the mute between the viewer and another user. */
export type Relation = { blocks: boolean; blockedBy: boolean; mutes: boolean }
