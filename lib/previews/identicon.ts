import { toSvg } from 'jdenticon'

/** The picture of a user without an upload, as SVG. It depends on the id only, so a rename does not change it. */
export function identicon(userId: number, size = 96): string {
  return toSvg(`roost:${userId}`, size)
}
