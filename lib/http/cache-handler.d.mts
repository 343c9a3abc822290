type Page = {
  kind: string
  status?: number
  html?: unknown
  body?: unknown
  headers?: Record<string, string>
}

export default class CacheHandler {
  constructor(context: unknown)
  get(key: string, context: unknown): Promise<{ value: Page | null } | null>
  set(key: string, data: Page | null, context: unknown): Promise<void>
}
