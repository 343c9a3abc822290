export function heapArguments(
  environment: Record<string, string | undefined>,
  defaultLimit?: number,
): string[]
