// Read by `open-next build --config-path .config/open-next.config.ts` (docs/deploy-serverless.md).

import { compressingWrapper } from '../deploy/aws/compressing-wrapper'
import { dependencies } from '../package.json'

export default {
  default: {
    override: {
      // CloudFront compresses only what it stores.
      wrapper: async () => compressingWrapper,
      converter: 'aws-apigw-v2',
      // No page is prerendered on serverless hosts (docs/decisions/044), so nothing is stored for them.
      incrementalCache: 'dummy',
      tagCache: 'dummy',
      queue: 'dummy',
    },
    // OpenNext leaves sharp out, because its binaries depend on the platform.
    install: { packages: [`sharp@${dependencies.sharp}`], arch: 'x64', libc: 'glibc' },
  },
  // An earlier build for a server has no standalone output.
  buildCommand: 'rm -f .next/BUILD_ID && npm run build',
}
