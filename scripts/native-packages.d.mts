type Manifest = { dependencies: Record<string, string>; allowScripts: Record<string, boolean> }
type Lock = { packages: Record<string, { version?: string }> }

export function compileNativePackages(
  names: string[],
  options: {
    directory: string
    manifest: Manifest
    lock: Lock
    npmrc: string
    npm: (args: string[], options: { quiet: boolean; cwd: string }) => Promise<void>
  },
): Promise<(packages: string) => void>

export function uncompiledPackages(packages: string, options: { manifest: Manifest; lock: Lock }): string[]
