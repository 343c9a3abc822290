export function plainAddress(entry: string): string | null
