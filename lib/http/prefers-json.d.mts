export function prefersJson(accept: string | null | undefined): boolean
