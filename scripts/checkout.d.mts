export function copyCheckout(directory: string, source?: string): void
