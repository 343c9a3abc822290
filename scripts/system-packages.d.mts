export function ensureInstalled(find: () => unknown, packages: string[], advice: string): void
