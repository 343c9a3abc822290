import { randomBytes } from 'node:crypto'

/** A fresh key for a form that must count once however often it is sent. */
export const newIdempotencyKey = (): string => randomBytes(12).toString('base64url')
