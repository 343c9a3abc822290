/** The version of the build, such as `0.1.0`, and its commit. next.config.js makes the build replace both names. */
export function runningVersion(): { version: string; commit: string | null } {
  // biome-ignore lint/style/noProcessEnv: replaced by the build
  return { version: process.env.ROOST_VERSION ?? '', commit: process.env.ROOST_COMMIT || null }
}
