import { z } from '../zod'

/** The buttons that block and mute name the member; anything that is no username is simply nobody. */
export const memberInput = z.object({ username: z.string().max(200).catch('') })
