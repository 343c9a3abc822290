// npm run bench: measures the product beside two baselines in one run on one machine: the limit server
// (limit-server.mjs) and the bare page (bare-page/). It only prints measurements and never fails for one. Other
// benchmarks: `npm run bench -- contention`, `streams`, `soak`, `log-in-burst`, `growth` and `pages`.

import { runOnNode } from '../other-node.mjs'
import { argumentsFor, parseFlags, usage } from './flags'

try {
  const [command, ...args] = process.argv.slice(2)
  if (command === 'contention') await (await import('./contention')).contention(args)
  else if (command === 'streams') await (await import('./streams')).streams(args)
  else if (command === 'soak') await (await import('./soak')).soak(args)
  else if (command === 'log-in-burst') await (await import('./log-in-burst')).logInBurst(args)
  else if (command === 'growth') await (await import('./growth/command')).growth(args)
  else if (command === 'pages') await (await import('./pages')).pages(args)
  else await bench(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function bench(args: string[]): Promise<void> {
  const flags = parseFlags(args)
  if (!flags) console.log(usage)
  else if (flags.node === null) await (await import('./product')).benchProduct(flags)
  else
    process.exitCode = await runOnNode(String(flags.node), [
      ...['--import', 'tsx', 'scripts/bench/main.ts'],
      ...argumentsFor(flags),
    ])
}
