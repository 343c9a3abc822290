export function isApiPath(url: string): boolean
