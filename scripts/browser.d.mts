export const browsers: string[]
export function findBrowser(): string | undefined
