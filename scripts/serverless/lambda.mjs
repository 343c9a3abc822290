// The parts of AWS Lambda with OpenNext that this project uses: its build, its function and its routing.

import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyCheckout } from '../checkout.mjs'
import { root, runDatabaseCommand, SetupError } from '../prepare.mjs'
import { checkSize } from './bundle-size.mjs'
import { FunctionPool } from './function-pool.mjs'
import { createLambdaFront } from './lambda-front.mjs'
import { cache, installTool } from './tools.mjs'

const checkout = join(cache, 'lambda-checkout')
const output = join(checkout, '.open-next')

export const lambda = {
  buildDirectory: checkout,
  /** Files that affect the build, besides the sources. */
  buildInputs: ['.config/open-next.config.ts'],

  async build(settings) {
    const tool = installTool('@opennextjs/aws')
    copyCheckout(checkout)
    cpSync('lib/db/generated', join(checkout, 'lib/db/generated'), { recursive: true })
    const args = ['build', '--config-path', '.config/open-next.config.ts']
    const { status } = spawnSync(process.execPath, [join(tool, 'dist/index.js'), ...args], {
      cwd: checkout,
      env: { ...process.env, ...settings, NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (status !== 0) throw new SetupError('open-next build failed: see above.')
    checkSize('default', join(output, 'server-functions/default'))
    await runDatabaseCommand('upgrade', { ...process.env, ...settings })
  },

  async open({ settings, log }) {
    // The build contains the key; deploy/aws/server.yaml does not set it.
    const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: _, ...env } = settings
    const { origins } = JSON.parse(readFileSync(join(output, 'open-next.output.json'), 'utf8'))
    const directory = join(checkout, origins.default.bundle)
    cpSync(join(import.meta.dirname, 'lambda-runner.mjs'), join(directory, 'lambda-runner.mjs'))
    const pool = new FunctionPool({
      directory,
      runner: 'lambda-runner.mjs',
      env: {
        ...env,
        // As in deploy/aws/server.yaml.
        TRUST_PROXY: '2',
        AWS_LAMBDA_FUNCTION_NAME: 'roost',
        AWS_REGION: 'eu-central-1',
        LAMBDA_TASK_ROOT: '/var/task',
        HANDLER: origins.default.handler,
      },
      single: true,
      log,
    })
    const assets = join(output, 'assets')
    return {
      respond: createLambdaFront({ assets, patterns: assetPatterns(), pool }),
      countStarts: () => pool.starts,
    }
  },
}

/** The paths that CloudFront takes from S3. */
export function assetPatterns() {
  const template = readFileSync(join(root, 'deploy/aws/site.yaml'), 'utf8')
  return [...template.matchAll(/PathPattern: (\S+)/g)].map(([, pattern]) => pattern)
}
