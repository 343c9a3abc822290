export function buildVersion(): string
export function buildCommit(env?: Record<string, string | undefined>, directory?: URL | string): string
