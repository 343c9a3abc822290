export function checkNode(): void
export function settings(): Record<string, string>
