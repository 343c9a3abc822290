export function hostList(list: string): string[]
