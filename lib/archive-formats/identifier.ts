import { z } from '../zod'

/**
 * A schema for an identifier of an archive that queries use, such as a URL. It has no control characters and no lone
 * surrogates, which databases do not store.
 * @param max UTF-16 units
 */
export function identifier(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
}
