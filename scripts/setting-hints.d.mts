export function knownSettings(): string[]
export function settingHints(found: {
  file: string[]
  environment: string[]
  files?: string[]
  env: Record<string, string | undefined>
}): string[]
