/** What a list of one kind of entries needs. Pass a stable object: its functions are dependencies of effects. */
export type ListOptions<T> = {
  /** The entries with pending client-side changes, for saving. */
  current?: (items: T[]) => T[]
  /** The sort key, for lists in which an existing entry can move to the top. */
  timeOf?: (item: T) => Date
  /** Called with entries that were loaded as JSON. */
  onLoaded?: (items: T[]) => void
  /** Called with restored entries, once they are rendered: they may be out of date. */
  onRestored?: (items: T[]) => void
}
