import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Parses the arguments of a command.
 * @param command how people run the command, for the hint in the error
 * @throws Error in one line
 */
export function parseFlags<const Config extends ParseArgsConfig>(
  command: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    // Only the first sentence: Node continues with advice about arguments that begin with a dash.
    const [reason = ''] = (error as Error).message.split(/\. |\n/)
    throw new Error(`${reason.replace(/\.$/, '')}; try: ${command} --help`)
  }
}
