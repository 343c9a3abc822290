import { errorResponse } from '@/lib/api/rest/errors'
import { AppError } from '@/lib/errors'

/** Paths below /api without a handler. */
export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT }

function notFound(request: Request): Response {
  return errorResponse(request, new AppError('not-found', 'no such path'))
}
