import { rowId } from '../text/fields'
import { z } from '../zod'

/** The id of a delivery in an address or a form. */
const deliveryId = z.uuid()

/** Parses the id in a cursor or in a query; null for a malformed one. */
export const parseDeliveryId = (text: unknown): string | null => deliveryId.safeParse(text).data ?? null

export const resendInput = z.object({ webhook: rowId, delivery: deliveryId })
export type ResendInput = z.output<typeof resendInput>

export const pingInput = z.object({ webhook: rowId })
