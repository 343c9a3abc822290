// node --import tsx deploy/docker/smoke-test/main.ts: builds the image, starts both Compose files, and checks what
// docs/deploy-docker.md promises. Uses Docker of this machine, or else installs Debian's as root. Ports 80, 443 and 3000
// must be free. It takes some minutes, so npm test does not run it.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runOrExplain } from '../../../scripts/settings.mjs'
import { startEngine } from './engine'
import { ensureImages } from './images'
import { checkProduction } from './production'
import { checkSingle } from './single'

const startedAt = Date.now()
const report = (text: string) =>
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}`)

await runOrExplain(async () => {
  const shared = mkdtempSync(join(tmpdir(), 'roost-docker-'))
  const engine = await startEngine(shared)
  try {
    if (engine.isOwn) ensureImages(engine, shared)
    report('Docker is running')
    copySources(join(shared, 'roost'))
    await checkSingle(engine, report)
    await checkProduction(engine, shared, report)
    report('done')
  } finally {
    await engine.stop()
    rmSync(shared, { recursive: true, force: true })
  }
})

/** Copies the tracked files, as a clone has them, with their present content. */
function copySources(target: string): void {
  mkdirSync(target)
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root })
  const archive = execFileSync('tar', ['--create', '--null', '--files-from=-'], {
    cwd: root,
    input: files,
    maxBuffer: 1024 ** 3,
  })
  execFileSync('tar', ['--extract', '--directory', target], { input: archive })
}
