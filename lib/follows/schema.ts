import { z } from '../zod'

/** The follow buttons name the member; anything that is no username is simply nobody. */
export const followInput = z.object({ username: z.string().max(200).catch('') })
