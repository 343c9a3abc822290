export function settings(): Record<string, string>
