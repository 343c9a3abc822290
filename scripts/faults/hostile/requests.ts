import type { Random } from '../../../prisma/seed/random'
import {
  actions,
  apiBodies,
  brokenMultipart,
  garbage,
  hangUp,
  largeBody,
  slowBody,
  slowHeaders,
} from './bodies'
import type { Known, Make } from './bytes'
import { conditions, cookies, framing, hosts, largeHeaders, methods } from './headers'
import type { HostileRequest } from './raw-request'
import { internals, invalidUtf8, oddPath, queries, rawBytes, traversal } from './targets'

/** Kinds of requests with their share of the total. */
const kinds: Record<string, [share: number, make: Make]> = {
  traversal: [10, traversal],
  'odd path': [10, oddPath],
  'invalid UTF-8': [6, invalidUtf8],
  'raw bytes': [4, rawBytes],
  'large headers': [6, largeHeaders],
  'large body': [1, largeBody],
  'broken multipart': [8, brokenMultipart],
  cookies: [8, cookies],
  actions: [10, actions],
  framing: [8, framing],
  queries: [8, queries],
  conditions: [6, conditions],
  methods: [6, methods],
  hosts: [6, hosts],
  internals: [10, internals],
  'API bodies': [8, apiBodies],
  'hang up': [4, hangUp],
  garbage: [3, garbage],
  'slow headers': [1, slowHeaders],
  'slow body': [1, slowBody],
}

/** Makes requests of every kind in random order. The same seed makes the same requests. */
export function makeRequests(random: Random, count: number, known: Known): HostileRequest[] {
  const names = Object.entries(kinds).flatMap(([name, [share]]) => Array<string>(share).fill(name))
  return Array.from({ length: count }, () => {
    const kind = random.pick(names)
    const made = (kinds[kind] as [number, Make])[1](random, known)
    return typeof made === 'string' ? { kind, bytes: made } : { kind, ...made }
  })
}
