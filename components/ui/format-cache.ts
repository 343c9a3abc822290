/** Enough for a page, and few enough for the memory of a server: one format takes about 10 kB. */
const maxFormats = 200

/**
 * Caches the formats of Intl, which are slow to create. The server formats in the zones that browsers name, so the number
 * of formats is limited.
 * @param create Creates the format for some arguments.
 */
export function createFormatCache<Args extends string[], Format>(
  create: (...args: Args) => Format,
): (...args: Args) => Format {
  const formats = new Map<string, Format>()
  return (...args) => {
    const key = args.join(' ')
    const known = formats.get(key)
    if (known) return known
    if (formats.size >= maxFormats) formats.clear()
    const format = create(...args)
    formats.set(key, format)
    return format
  }
}
