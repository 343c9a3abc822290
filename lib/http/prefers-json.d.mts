export function prefersJson(accept: string | null | undefined): boolean
export function prefersProblemJson(accept: string | null | undefined): boolean
