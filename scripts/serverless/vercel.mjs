// The parts of Vercel that this project uses: its build, its functions and its routing.

import { join } from 'node:path'
import { FunctionPool } from './function-pool.mjs'
import { buildForVercel, functionAt, layOutFunctions, vercelCheckout } from './vercel-build.mjs'
import { createVercelFront } from './vercel-front.mjs'

const output = join(vercelCheckout, '.vercel/output')

export const vercel = {
  buildDirectory: vercelCheckout,

  async build(settings) {
    layOutFunctions(buildForVercel(settings))
  },

  async open({ settings, log }) {
    // The variables of the host itself.
    const env = { ...settings, VERCEL: '1', VERCEL_ENV: 'production', VERCEL_REGION: 'iad1' }
    const pools = new Map()
    const poolAt = (path) => {
      const { name, directory } = functionAt(output, path)
      if (!pools.has(name))
        pools.set(name, new FunctionPool({ directory, runner: 'vercel-runner.cjs', env, log }))
      return pools.get(name)
    }
    return {
      respond: createVercelFront(output, poolAt),
      countStarts: () => [...pools.values()].reduce((sum, { starts }) => sum + starts, 0),
    }
  },
}
