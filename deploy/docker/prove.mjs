// node deploy/docker/prove.mjs: builds the image with Podman and checks what docs/deploy-docker.md promises. Needs root and the
// packages podman, runc, debootstrap and postgresql. Takes some minutes, so npm test does not run it.

import { strict as assert } from 'node:assert'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgresql } from '../../scripts/postgresql.mjs'
import { root } from '../../scripts/settings.mjs'
import { unusedPort } from '../../scripts/unused-port.mjs'
import { ensureBaseImage } from './base-image.mjs'
import { run } from './run.mjs'

const image = 'localhost/roost-proof'
const volume = 'roost-proof'
/** As in the Compose files. The network is that of this machine, so that nothing has to be forwarded. */
const sandbox = [
  '--network=host',
  '--read-only',
  '--tmpfs=/tmp',
  '--cap-drop=all',
  '--security-opt=no-new-privileges',
]
/** Works in a virtual machine whose limits and control groups Podman may not change. */
const runtime = ['--runtime=runc', '--ulimit=nofile=1024:1024', '--ulimit=nproc=4096:4096']
const names = ['roost-proof-web', 'roost-proof-late', 'roost-proof-worker']
const podman = (...args) => run('podman', args)
const logOf = (name) => {
  const { out, err } = podman('logs', name)
  return out + err
}

const startedAt = Date.now()
const report = (text) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}`)

ensureBaseImage()
run(
  'podman',
  ['build', '--pull=never', '--isolation=chroot', '--network=host', '--format=docker', '--tag', image, root],
  {
    show: true,
  },
)
report(
  `built the image; /app has ${podman('run', '--rm', '--network=host', ...runtime, image, 'du', '-sm', '/app').out.split('\t')[0]} MB`,
)

removeAll()
try {
  await proveEmbedded()
  await proveLateDatabase()
  report('done')
} finally {
  removeAll()
}

function removeAll() {
  run('podman', ['rm', '--force', '--time=0', ...names], { mayFail: true })
  run('podman', ['volume', 'rm', '--force', volume], { mayFail: true })
}

/** @returns a function that requests a path from the container */
function start(name, port, args = [], settings = {}) {
  const env = Object.entries({ PORT: port, ...settings }).map(([key, value]) => `--env=${key}=${value}`)
  podman(
    'run',
    '--detach',
    '--name',
    name,
    ...runtime,
    ...sandbox,
    `--volume=${volume}:/data`,
    ...env,
    image,
    ...args,
  )
  return (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } })
}

async function until(what, check, seconds = 60) {
  for (let left = seconds * 10; left > 0; left -= 1) {
    if (await check()) return
    await sleep(100)
  }
  throw new Error(`Not within ${seconds} s: ${what}`)
}

function isHealthy(name) {
  return podmanStatus('healthcheck', 'run', name) === 0
}

function podmanStatus(...args) {
  return run('podman', args, { mayFail: true }).status
}

async function proveEmbedded() {
  const name = 'roost-proof-web'
  const get = start(name, await unusedPort())
  await until('the web server is healthy', () => isHealthy(name))
  report('the web server is healthy')
  assert.equal(podman('exec', name, 'id', '-u').out.trim(), '1000')
  assert.match(podman('exec', name, 'cat', '/proc/1/comm').out, /^(?:tini|docker-init|catatonit)/)
  assert.notEqual(podmanStatus('exec', name, 'touch', '/app/file'), 0)
  assert.notEqual(podmanStatus('exec', '--user=0', name, 'touch', '/app/file'), 0)
  report('it runs as user 1000 below an init process, and its root file system is read-only')
  const pages = [await get('/explore'), await get('/explore')]
  assert.deepEqual(
    pages.map(({ status }) => status),
    [200, 200],
  )
  assert.ok(pages[1].headers.has('age'))
  report('the guest cache answers')
  assert.match(podman('exec', name, 'npm', 'run', '--silent', 'backup').out, /roost-.*\.tar\.gz/)
  assert.match(podman('exec', name, 'npm', 'run', '--silent', 'db', '--', 'status').out, /applied/)
  assert.match(
    run('podman', ['exec', name, 'npm', 'run', 'admin', '--', 'grant', 'nobody'], { mayFail: true }).err,
    /nobody/,
  )
  report('backup, status and admin work')
  assert.match(logOf(name), /Roost is at/)
  const secrets = podman('exec', name, 'cat', '/data/secrets.json').out
  podman('stop', '--time=20', name)
  assert.equal(podman('inspect', '--format={{.State.ExitCode}}', name).out.trim(), '0')
  podman('start', name)
  await until('the web server is healthy again', () => isHealthy(name))
  assert.equal(podman('exec', name, 'cat', '/data/secrets.json').out, secrets)
  report('it stops with code 0, and keeps its data')
}

async function proveLateDatabase() {
  const database = await startPostgresql()
  const port = await unusedPort()
  const url = new URL(database.url)
  const target = Number(url.port)
  url.port = String(port)
  const settings = { DATABASE_URL: url.href, JOBS: 'worker' }
  const forward = createServer((socket) => {
    const upstream = connect(target, '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    for (const end of [socket, upstream]) end.on('error', () => end.destroy())
  })
  try {
    const [web, worker] = ['roost-proof-late', 'roost-proof-worker']
    start(web, await unusedPort(), [], settings)
    await until('it waits for the database', () => logOf(web).includes('Trying again every 5 s.'))
    await once(forward.listen(port, '127.0.0.1'), 'listening')
    await until('the web server is healthy', () => isHealthy(web))
    report('it waited for PostgreSQL, migrated and started')
    start(worker, await unusedPort(), ['worker'], settings)
    await until('the worker runs', () => logOf(worker).includes('The worker is running.'))
    podman('stop', '--time=40', worker)
    assert.equal(podman('inspect', '--format={{.State.ExitCode}}', worker).out.trim(), '0')
    report('the same image ran the worker')
    podman('stop', '--time=20', web)
  } finally {
    forward.close()
    await database.stop()
  }
}
