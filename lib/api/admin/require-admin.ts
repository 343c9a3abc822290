import { AppError } from '../../errors'
import { type Admin, isAdmin, type Viewer } from '../../viewer'

/**
 * The viewer as an administrator.
 * @throws AppError `forbidden`
 */
export function requireAdmin(viewer: Viewer): Admin {
  if (!isAdmin(viewer)) throw new AppError('forbidden', 'not an administrator')
  return viewer
}
