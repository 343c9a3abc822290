import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@playwright/test'

/** What some tests need and some targets do not have. docs/deploy-serverless.md names them. */
const absent = {
  streams: 'live updates by event streams: open pages poll instead',
  'own server': 'a separate server with other settings',
  compression:
    'compressed responses: the edge of the host compresses them, which scripts/serverless does not simulate',
  'guest pages': 'prerendered guest pages: every page is rendered per request',
  'local webhooks': 'webhooks to this machine: the server calls public addresses only',
  'reverse proxy': 'a reverse proxy whose headers the server trusts: the host sets these headers',
}

export type Need = keyof typeof absent

/**
 * The serverless host that the server under test simulates, or `cluster` for a running installation
 * (scripts/faults/e2e.ts); undefined for our own web server.
 */
export const target = process.env.E2E_TARGET

export const isCluster = target === 'cluster'

/** Whether the server under test simulates a serverless host. */
export const isServerless = target !== undefined && !isCluster

/** Skips the current test on targets that lack something, with the reason in the report. */
export function needs(need: Need): void {
  const isAbsent = isCluster ? need === 'own server' : isServerless
  test.skip(isAbsent, `${target} has no ${need}: needs ${absent[need]}`)
}

/** The URL of the PostgreSQL database of a target. */
export function targetDatabaseUrl(): string {
  const file = join(process.env.E2E_DATA_DIR as string, 'target.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { databaseUrl: string }).databaseUrl
}
