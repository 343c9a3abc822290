export function runOnNode(major: string, args: string[], env?: Record<string, string>): number
