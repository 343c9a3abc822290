type Options = { cwd: string; quiet?: boolean; signal?: AbortSignal; killSignal?: NodeJS.Signals }

type Npm = (args: string[], options: Options) => Promise<void>

export function installTelemetryPackages(options: {
  root: string
  npm: Npm
  required?: boolean
}): Promise<void>
