import { rowId } from '../../text/fields'
import { z } from '../../zod'

/** The parameter of a path with the id of a row. */
export const idPath = z.object({
  id: rowId.meta({ type: 'integer', pattern: undefined, minimum: 1, maximum: 2 ** 31 - 1, examples: [7] }),
})
