export function withUnfinished<T>(
  base: string,
  name: string,
  fill: (directory: string) => T | Promise<T>,
): Promise<T>
export function publish(directory: string, shared: string): void
export function removeAbandoned(base: string, now?: number): void
