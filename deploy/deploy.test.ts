import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ephemeralHost } from '../lib/env/hosts.mjs'
import { knownSettings } from '../scripts/setting-hints.mjs'
import { settings } from '../scripts/settings.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'roost-deploy-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

/** Replaces Node: records its process id and its arguments, and fails if the first is in NODE_FAILS. */
const node = `#!/bin/sh
echo "$$ $*" >> "$LOG"
case "$*" in
-p*) echo the-key ;;
scripts/heap.mjs) echo --one --two ;;
*upgrade*) exit "\${UPGRADE_STATUS:-0}" ;;
*scripts/server.mjs) echo "key $NEXT_SERVER_ACTIONS_ENCRYPTION_KEY in $NODE_ENV" ;;
esac
`

/** Runs deploy/start.sh with that replacement. Returns the commands that it runs, and which of them are its own process. */
async function runStart(args: string[], env: Record<string, string> = {}) {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'node'), node, { mode: 0o755 })
  const log = join(directory, 'log')
  const PATH = `${directory}:${process.env.PATH}`
  const child = spawn('/bin/sh', [join(root, 'deploy/start.sh'), ...args], {
    env: { PATH, LOG: log, ...env } as unknown as NodeJS.ProcessEnv,
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const [code] = await once(child, 'close')
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const isOwn = (line: string) => line.startsWith(`${child.pid} `)
  return {
    code,
    out,
    commands: lines.map((line) => line.replace(/^\d+ /, '').replace(/^-p .*/, '-p')),
    own: lines.filter(isOwn).map((line) => line.replace(/^\d+ /, '')),
  }
}

const upgrade = '--import tsx scripts/db/main.ts upgrade --wait'

test('the start script applies the migrations and then becomes the server [DEP-05]', async () => {
  const { code, out, commands, own } = await runStart(['web'])
  const server = '--one --two scripts/server.mjs'
  expect({ code, commands, own }).toEqual({
    code: 0,
    commands: [upgrade, '-p', 'scripts/heap.mjs', server],
    own: [server],
  })
  expect(out).toBe('key the-key in production\n')
})

test('the start script does not start a server when a migration fails [DEP-05]', async () => {
  expect(await runStart(['web'], { UPGRADE_STATUS: '1' })).toMatchObject({
    code: 1,
    commands: [upgrade],
    own: [],
  })
})

test('the same start script becomes a worker [DEP-06]', async () => {
  const worker = '--import tsx scripts/worker.ts'
  expect(await runStart(['worker'])).toMatchObject({ code: 0, commands: [upgrade, worker], own: [worker] })
})

test('the image runs as an unprivileged user, with an init process and one volume [DEP-05]', () => {
  const lines = read('Dockerfile').split('\n')
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  const wanted = ['USER node', 'VOLUME /data', 'EXPOSE 3000', 'CMD ["web"]']
  expect(last.filter((line) => /^(?:USER|VOLUME|EXPOSE|CMD) /.test(line))).toEqual(wanted)
  expect(last).toContain('ENTRYPOINT ["tini", "--", "/app/deploy/start.sh"]')
  // A container that migrates must not become unhealthy: the worker waits for it.
  expect(last.filter((line) => line.startsWith('HEALTHCHECK '))).toEqual([
    expect.stringContaining(' --start-period=30m '),
  ])
})

test('files with settings are neither committed nor part of the image [DEP-05]', () => {
  const files = ['.env', 'roost.env', 'deploy/docker/.env', 'deploy/docker/roost.env', '.env.example']
  const options = { cwd: root, encoding: 'utf8' } as const
  const ignored = execFileSync('git', ['check-ignore', '--no-index', ...files], options)
  expect(ignored.trim().split('\n')).toEqual(files.slice(0, -1))
  // Of several rules that match a path, the last one counts. .env.example is public, and npm run doctor reads it.
  const rules = read('.dockerignore')
    .trim()
    .split('\n')
    .filter((rule) => rule !== '!.env.example')
  // .env.example has no values that are in use.
  const afterLastInclusion = rules.slice(rules.findLastIndex((rule) => rule.startsWith('!')))
  expect(afterLastInclusion).toEqual(expect.arrayContaining(['**/*.env', '**/.env.*']))
})

/** The files that a script imports by relative paths, with those that they import. */
function importsOf(path: string, found = new Set<string>()): Set<string> {
  found.add(path)
  for (const [, target = ''] of read(path).matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
    const imported = join(path, '..', target)
    if (!found.has(imported)) importsOf(imported, found)
  }
  return found
}

test('the image copies what its installation imports before the other sources [DEP-05]', () => {
  const [before = ''] = read('Dockerfile').split('RUN --mount')
  const copied = [...before.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  expect(copied).toEqual(expect.arrayContaining([...importsOf('scripts/install.mjs')]))
})

/** The text of each service of a Compose file, by name. */
function servicesOf(file: string): Map<string, string> {
  const [, section = ''] = /^services:\n((?: .*\n|\n)+)/m.exec(read(file)) ?? []
  const parts = section.split(/^ {2}(?=\w)/m).slice(1)
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part]))
}

test('Compose starts database, Redis, web and worker, of which web and worker share the image [DEP-06]', () => {
  const services = servicesOf('deploy/docker/compose.production.yaml')
  expect([...services.keys()].sort()).toEqual(['database', 'proxy', 'redis', 'web', 'worker'])
  for (const name of ['web', 'worker']) expect(services.get(name)).toContain('    <<: *roost\n')
  expect(services.get('worker')).toContain('    command: worker\n')
  expect(services.get('web')).not.toContain('command:')
  expect([...servicesOf('deploy/docker/compose.yaml').keys()]).toEqual(['web'])
})

test('the Procfile migrates on release and starts web and worker [DEP-04]', () => {
  const processes = Object.fromEntries(
    read('Procfile')
      .trim()
      .split('\n')
      .map((line) => line.split(': ')),
  )
  expect(processes).toEqual({
    release: 'npm run db -- upgrade',
    web: 'sh deploy/start.sh web',
    worker: 'sh deploy/start.sh worker',
  })
})

test('a host without a disk needs no data directory, and gets its port from PORT [DEP-04]', () => {
  const directory = join(temporaryDirectory(), 'read-only')
  mkdirSync(directory, { mode: 0o500 })
  const heroku = {
    DYNO: 'web.1',
    PORT: '5678',
    DATA_DIR: join(directory, 'data'),
    DATABASE_URL: 'postgres://ann:secret@db.example/roost',
    AUTH_SECRET: 'a secret of at least 32 characters',
  }
  expect(ephemeralHost(heroku)).toBe('Heroku')
  expect(settings(heroku, {})).toMatchObject({ PORT: '5678', AUTH_SECRET: heroku.AUTH_SECRET })
  expect(() => settings({ ...heroku, AUTH_SECRET: '' }, {})).toThrow(/^Heroku keeps no files, so AUTH_SECRET/)
})

test('the guide for Heroku explains every setting that its commands set, and its add-ons get TLS [DEP-04]', () => {
  const guide = read('docs/deploy-heroku.md')
  const explained = new Set([...guide.matchAll(/`([A-Z][A-Z\d_]+)`/g)].map(([, name]) => name))
  const set = [...guide.matchAll(/^heroku config:set (.*)$/gm)].flatMap(([, list = '']) =>
    [...list.matchAll(/(?:^| )([A-Z][A-Z\d_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  )
  // The other values of S3 are behind an ellipsis.
  expect(set.filter(([name = '']) => !explained.has(name) && !name.startsWith('S3_'))).toEqual([])
  expect(Object.fromEntries(set)).toMatchObject({ PGSSLMODE: 'no-verify', REDIS_TLS: 'no-verify' })
  const known = [...knownSettings(), 'PGSSLMODE']
  expect(set.filter(([name = '']) => !known.includes(name))).toEqual([])
})

test('the guides for serverless hosts install the packages before they run a command that needs them', () => {
  const sections = read('docs/deploy-serverless.md').split(/^## /m)
  const guides = sections.filter((text) => /in ten steps\n/.test(text))
  expect(guides).toHaveLength(2)
  for (const guide of guides) {
    const install = guide.indexOf('npm ci --omit=dev --ignore-scripts')
    expect(install).toBeGreaterThan(0)
    expect(install).toBeLessThan(guide.indexOf('npm run'))
  }
})

test('the firewall accepts SSH, HTTP and HTTPS only, and SSH neither root nor passwords [DEP-02]', () => {
  const firewall = read('deploy/host/nftables.conf')
  expect(firewall.match(/^.*policy.*$/gm)).toEqual([
    expect.stringContaining('hook input priority filter; policy drop;'),
    expect.stringContaining('hook forward priority filter; policy drop;'),
  ])
  expect(firewall.match(/dport .* accept/g)).toEqual([
    'dport dhcpv6-client accept',
    'dport { 22, 80, 443 } accept',
  ])
  expect(read('deploy/host/sshd.conf').match(/^\w.*/gm)).toEqual([
    'PermitRootLogin no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AuthenticationMethods publickey',
  ])
  const guide = read('docs/deploy-linux.md')
  for (const line of [
    'sudo install -m 755 deploy/host/nftables.conf /etc/nftables.conf',
    'sudo install -m 644 deploy/host/sshd.conf /etc/ssh/sshd_config.d/10-roost.conf',
  ])
    expect(guide).toContain(line)
})

test('root neither runs nor installs a file that the user of the services can change [DEP-02]', () => {
  const guide = read('docs/deploy-linux.md')
  const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const privileged = /^.*sudo (?!-u roost ).*$/gm
  let directory = ''
  const found = blocks.flatMap((block) =>
    block.split('\n').flatMap((line) => {
      directory = /^cd (\S+)/.exec(line)?.[1] ?? directory
      const usesDirectory = / deploy\//.test(line) && directory !== '~/roost'
      return line.match(privileged) && (usesDirectory || line.includes('bash /srv/')) ? [line] : []
    }),
  )
  expect(found).toEqual([])
  expect(guide).toContain('sudo install -m 755 deploy/update.sh /usr/local/sbin/roost-update\n')
})

test('shell scripts have LF line endings in a checkout on Windows [DEP-07]', () => {
  const directory = temporaryDirectory()
  const windows = ['-c', 'core.autocrlf=true', '-c', 'core.eol=crlf']
  const git = (...args: string[]) =>
    execFileSync('git', [...windows, ...args], { cwd: root, encoding: 'utf8' })
  const scripts = git('ls-files', '*.sh', '.ci/run', 'Dockerfile', 'Procfile').trim().split('\n')
  expect(scripts).toEqual(expect.arrayContaining(['deploy/start.sh', 'deploy/update.sh', '.ci/run']))
  git('checkout-index', `--prefix=${directory}/`, '--', ...scripts)
  for (const path of scripts) expect(readFileSync(join(directory, path), 'utf8'), path).not.toContain('\r')
})
