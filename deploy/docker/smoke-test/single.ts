import { strict as assert } from 'node:assert'
import { Site } from './compose'
import type { Engine } from './engine'
import { visit } from './visitor'

/** Checks compose.yaml: one container with its embedded database. */
export async function checkSingle(engine: Engine, report: (text: string) => void): Promise<void> {
  const site = new Site(engine, 'compose.yaml')
  const origin = 'http://localhost:3000'
  try {
    site.run('up', '--build', '--detach')
    report(`built the image; /app has ${site.exec('web', 'du', '-sm', '/app').split('\t')[0]} MB`)
    await site.until('the web server is healthy', () => site.states().web === 'running healthy')
    report('the web server is healthy')
    assert.match(site.exec('web', 'id', '-u'), /^1000$/m)
    assert.match(site.exec('web', 'cat', '/proc/1/comm'), /^tini$/m)
    for (const user of ['node', 'root'])
      assert.notEqual(site.attempt('exec', '--no-TTY', '--user', user, 'web', 'touch', '/app/file').status, 0)
    assert.match(site.exec('web', 'grep', 'CapBnd', '/proc/self/status'), /CapBnd:\t0+$/m)
    report('it runs as user 1000 without capabilities below an init process, on a read-only file system')
    const cookie = visit(origin, 'docker_single')
    assert.ok((await fetch(`${origin}/explore`)).headers.has('age'), 'the guest cache answers')
    report('a member signs up and posts, and a guest reads the post')
    assert.match(site.exec('web', 'npm', 'run', 'db', '--', 'status'), /applied/)
    assert.match(site.exec('web', 'npm', 'run', 'admin', '--', 'grant', 'docker_single'), /docker_single/)
    assert.doesNotMatch(site.exec('web', 'npm', 'run', 'doctor'), /^problem/m)
    const backup = /\/data\/backups\/\S+\.tar\.gz/.exec(site.exec('web', 'npm', 'run', 'backup'))?.[0]
    assert.ok(backup)
    report('status, admin, doctor and backup work')
    site.run('stop')
    assert.match(site.run('ps', '--all', '--format', '{{.ExitCode}}'), /^0$/m)
    site.run('down')
    site.run('up', '--detach')
    await site.until('the web server is healthy again', () => site.states().web === 'running healthy')
    const account = await fetch(`${origin}/account`, { headers: { cookie }, redirect: 'manual' })
    assert.equal(account.status, 200, 'the member is still logged in')
    report('it stops with code 0; a new container has the data and the sessions')
    assert.match(site.exec('web', 'npm', 'run', 'restore', '--', backup, '--yes'), /restored/i)
    report('the backup is restored')
  } finally {
    site.attempt('down', '--volumes', '--timeout=20')
  }
}
