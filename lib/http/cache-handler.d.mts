type Entry = { kind: string; html?: unknown; headers?: Record<string, string> } | null

export default class CacheHandler {
  constructor(context: unknown)
  set(key: string, data: Entry, context: unknown): Promise<void>
}
