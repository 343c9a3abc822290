import type { Relation } from './view'

/** Whether the two reach each other at all. Guests (`null`) reach everybody. */
export const isBlockedEitherWay = (relation: Relation | null): boolean =>
  relation !== null && (relation.blocks || relation.blockedBy)
