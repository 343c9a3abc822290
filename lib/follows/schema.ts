import { otherUsername } from '../text/fields'
import { z } from '../zod'

export const followInput = z.object({ username: otherUsername })
