import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Site } from './compose'
import type { Engine } from './engine'
import { visit } from './visitor'

const allRunning = {
  database: 'running',
  proxy: 'running',
  redis: 'running',
  web: 'running healthy',
  worker: 'running',
}

/** Checks compose.production.yaml. For the name localhost, Caddy signs the certificate itself. */
export async function checkProduction(
  engine: Engine,
  shared: string,
  report: (text: string) => void,
): Promise<void> {
  const site = new Site(engine, 'compose.production.yaml')
  const directory = join(shared, 'roost/deploy/docker')
  assert.match(site.attempt('config').out, /SITE_HOST.*set it in deploy\/docker\/\.env/)
  const password = randomBytes(24).toString('hex')
  writeFileSync(join(directory, '.env'), `SITE_HOST=localhost\nPOSTGRES_PASSWORD=${password}\n`)
  report('without deploy/docker/.env, the error names the file')
  try {
    site.run('up', '--build', '--detach')
    await site.until('all services run', () => isEqual(site.states(), allRunning))
    report('five services are running')
    const certificates = join(shared, 'ca.pem')
    writeFileSync(certificates, site.exec('proxy', 'cat', '/data/caddy/pki/authorities/local/root.crt'))
    const redirect = await fetch('http://localhost/explore', { redirect: 'manual' })
    assert.deepEqual([redirect.status, redirect.headers.get('location')], [308, 'https://localhost/explore'])
    visit('https://localhost', 'docker_first', certificates)
    report('HTTP is redirected; a member signs up and posts by HTTPS, and a guest reads the post')
    assert.doesNotMatch(site.exec('web', 'npm', 'run', 'doctor'), /^problem/m)
    assert.match(site.exec('web', 'npm', 'run', 'admin', '--', 'grant', 'docker_first'), /docker_first/)
    await site.until('the worker has run the jobs', () => pendingJobs(site) === 0)
    report('doctor, admin and the worker work')
    for (const [service, host] of [
      ['proxy', 'database:5432'],
      ['proxy', 'redis:6379'],
      ['database', 'proxy:80'],
    ] as const)
      assert.notEqual(connectFrom(site, service, host), 0, `${service} does not reach ${host}`)
    assert.equal(connectFrom(site, 'proxy', 'web:3000'), 0)
    report('the proxy reaches neither PostgreSQL nor Redis, and PostgreSQL does not reach the proxy')
    await checkLateDatabase(site)
    report('a web server that starts before PostgreSQL waits for it')
    await checkUpdate(site)
    report('backup, update and restart keep the data; web and worker stop with code 0')
    visit('https://localhost', 'docker_second', certificates)
    report('the site works after the update')
  } finally {
    site.attempt('down', '--volumes', '--timeout=20')
  }
}

const isEqual = (one: object, other: object) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())

/** The jobs that are due and have not ended. */
function pendingJobs(site: Site): number {
  const query = 'select count(*) from jobs where failed_at is null and run_at <= now()'
  return Number(
    site.exec('database', 'psql', '--username=roost', '--tuples-only', '--no-align', '--command', query),
  )
}

/** @returns the exit code of a connection from a service to a host and port; Bash opens the socket */
function connectFrom(site: Site, service: string, address: string): number | null {
  const [host, port] = address.split(':')
  const script = `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`
  return site.attempt('exec', '--no-TTY', service, 'sh', '-c', script).status
}

async function checkLateDatabase(site: Site): Promise<void> {
  site.run('stop', 'database', 'web')
  // "docker compose start" would start the services that it depends on as well.
  site.startContainer('web')
  await site.until('it waits for the database', () =>
    site.run('logs', '--tail=5', 'web').includes('Trying again every 5 s.'),
  )
  site.run('start', 'database')
  await site.until('it starts', () => site.states().web === 'running healthy')
}

/** The commands of the section "Update" of docs/deploy-docker.md. */
async function checkUpdate(site: Site): Promise<void> {
  site.run('build')
  const backup = /\/data\/backups\/\S+\.tar\.gz/.exec(site.exec('web', 'npm', 'run', 'backup'))?.[0]
  assert.ok(backup)
  site.run('up', '--detach')
  site.run('cp', 'web:/data/backups', '.')
  site.run('cp', 'web:/data/secrets.json', '.')
  assert.match(site.exec('web', 'npm', 'run', 'restore', '--', backup, '--yes'), /Restored/)
  site.run('stop', 'web', 'worker')
  const codes = site.run('ps', '--all', '--format', '{{.ExitCode}}', 'web', 'worker')
  assert.deepEqual(codes.match(/^\d+$/gm), ['0', '0'])
  site.run('up', '--detach')
  await site.until('all services run again', () => isEqual(site.states(), allRunning))
}
