import { env } from '../env'
import { limits } from '../limits'

/** Maximum bytes of a file on function hosts, which accept requests of 4.5 MB with all fields of a form. */
const functionHostBytes = 4 * 1024 * 1024

const most = env.functionHost ? functionHostBytes : Number.POSITIVE_INFINITY

/** Maximum bytes of an uploaded picture or archive. Less than in `limits` on function hosts (docs/deploy-serverless.md). */
export const uploadLimits = {
  picture: Math.min(limits.picture.maxBytes, most),
  archive: Math.min(limits.archive.maxBytes, most),
}
