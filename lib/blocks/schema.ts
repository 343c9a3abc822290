import { otherUsername } from '../text/fields'
import { z } from '../zod'

export const relationInput = z.object({ username: otherUsername })
