export function runOnNode(
  major: string,
  args: string[],
  options?: { env?: Record<string, string>; withBuild?: boolean },
): Promise<number>
