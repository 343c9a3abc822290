type Manifest = { dependencies: Record<string, string>; allowScripts: Record<string, boolean> }
type Lock = { packages: Record<string, { version?: string }> }

export function compileNativePackages(
  names: string[],
  options: {
    manifest: Manifest
    lock: Lock
    npm: (args: string[], options: { quiet: boolean }) => Promise<void>
  },
): Promise<(packages: string) => void>

export function uncompiledPackages(packages: string, options: { manifest: Manifest; lock: Lock }): string[]
