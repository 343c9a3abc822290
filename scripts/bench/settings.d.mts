export function checkNode(): void
export function install(needs?: string): void
export function settings(): Record<string, string>
