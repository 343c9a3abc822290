import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Reads what was typed behind a command.
 * @param command how people run it, for the line that tells where help is
 * @throws Error in one line
 */
export function parseFlags<const Config extends ParseArgsConfig>(
  command: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    // Node goes on to explain how an argument could begin with a dash.
    const [reason = ''] = (error as Error).message.split(/\. |\n/)
    throw new Error(`${reason.replace(/\.$/, '')}; try: ${command} --help`)
  }
}
