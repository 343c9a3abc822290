import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { generate } from 'selfsigned'
import { ensureProgram } from '../../scripts/test-programs.mjs'
import { unusedPort } from '../../scripts/unused-port.mjs'

export type TestNginx = {
  /** The origin with TLS, and the one that redirects to it. */
  url: string
  httpUrl: string
  stop: () => Promise<void>
}

const read = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')

/**
 * Starts nginx on unused ports of this machine, with the files of this directory and a certificate for this run.
 * @param upstream the port of the server behind it
 * @param assets the directory that contains _next/static
 */
export async function startNginx(upstream: number, assets: string): Promise<TestNginx> {
  const program = ensureProgram('nginx')
  const directory = mkdtempSync(join(tmpdir(), 'roost-nginx-'))
  const [port, httpPort] = [await unusedPort(), await unusedPort()]
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  writeFileSync(join(directory, 'privkey.pem'), key)
  writeFileSync(join(directory, 'fullchain.pem'), cert)
  mkdirSync(join(directory, 'certbot/.well-known/acme-challenge'), { recursive: true })
  writeFileSync(join(directory, 'certbot/.well-known/acme-challenge/token'), 'challenge')
  const redirect = replaceAll(read('roost-redirect.conf'), [
    ['listen 80;', `listen 127.0.0.1:${httpPort};`],
    ['listen [::]:80;', ''],
    ['roost.example.com', 'localhost'],
    ['/var/www/certbot', join(directory, 'certbot')],
  ])
  const site = replaceAll(read('roost.conf'), [
    ['listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`],
    ['listen [::]:443 ssl http2;', ''],
    ['/etc/letsencrypt/live/roost.example.com', directory],
    ['roost.example.com', 'localhost'],
    ['127.0.0.1:3000', `127.0.0.1:${upstream}`],
    ['/var/cache/nginx/roost', join(directory, 'cache')],
    ['/srv/roost/assets', assets],
    // $host has no port.
    ['Host $host;', 'Host $http_host;'],
  ])
  writeFileSync(join(directory, 'nginx.conf'), mainFile(`${redirect}\n${site}`))

  const args = ['-p', directory, '-c', 'nginx.conf', '-e', join(directory, 'error.log')]
  const nginx = spawn(program, [...args, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  nginx.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const killNow = () => nginx.kill('SIGKILL')
  process.once('exit', killNow)
  const ended = once(nginx, 'close')
  while (!(await accepts(port))) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start: ${errors}`)
    await sleep(20)
  }
  return {
    url: `https://localhost:${port}`,
    httpUrl: `http://localhost:${httpPort}`,
    async stop() {
      process.off('exit', killNow)
      nginx.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}

/** @throws Error when a text is missing: the file has changed and this replacement would do nothing. */
function replaceAll(text: string, replacements: [string, string][]): string {
  return replacements.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`The nginx file has no "${from}".`)
    return result.replaceAll(from, to)
  }, text)
}

/** What /etc/nginx/nginx.conf contains on Debian, with every path inside the directory of the run. */
function mainFile(sites: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${name};`,
  )
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid nginx.pid;
events { worker_connections 768; }
http {
  types { text/css css; application/javascript js; font/woff2 woff2; }
  default_type application/octet-stream;
  access_log off;
  ${paths.join('\n  ')}
${sites}
}
`
}

/** Whether something listens on a port of this machine. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
