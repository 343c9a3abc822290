import { env } from '../env'
import { limits } from '../limits'

/** Bytes of a file that function hosts pass on: requests may have 4.5 MB, of which the rest of a form takes a part. */
const functionHostBytes = 4 * 1024 * 1024

const most = env.functionHost ? functionHostBytes : Number.POSITIVE_INFINITY

/** Bytes of an uploaded picture, and of an archive. Less than in `limits` on function hosts (docs/deploy-serverless.md). */
export const uploadLimits = {
  picture: Math.min(limits.picture.maxBytes, most),
  archive: Math.min(limits.archive.maxBytes, most),
}
