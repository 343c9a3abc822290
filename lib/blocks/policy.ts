import type { Relation } from './view'

/** Whether a block separates the two users. `null` stands for a guest or the viewer's own profile. */
export function isBlockedEitherWay(relation: Relation | null): boolean {
  return relation !== null && (relation.blocks || relation.blockedBy)
}
