import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the configuration of an nginx without privileges in front of several web processes. deploy/nginx has the one
 * for production, with TLS and a cache.
 * @param directory for its files
 * @param ports of the web processes
 * @returns the path of the file
 */
export function writeNginxConfig(directory: string, port: number, ports: number[]): string {
  mkdirSync(join(directory, 'nginx'), { recursive: true })
  const at = (name: string) => join(directory, 'nginx', name)
  const servers = ports.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=2s;`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${at(name)};`,
  )
  const config = `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
error_log ${at('error.log')} warn;
pid ${at('nginx.pid')};
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  upstream roost {
    ${servers.join('\n    ')}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 101m;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    # A redirect repeats the address of the request, which may have 16 kB.
    proxy_buffer_size 32k;
    proxy_buffers 8 32k;
    proxy_connect_timeout 2s;
    proxy_read_timeout 75s;
    location / { proxy_pass http://roost; }
    location ~ ^/(?:api|data)/stream$ {
      proxy_pass http://roost;
      proxy_buffering off;
      proxy_read_timeout 1h;
    }
    location = /data/imports {
      proxy_pass http://roost;
      proxy_request_buffering off;
    }
  }
}
`
  const path = at('nginx.conf')
  writeFileSync(path, config)
  return path
}
