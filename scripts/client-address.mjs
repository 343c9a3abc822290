import { BlockList, isIP } from 'node:net'
import { plainAddress } from '../lib/http/plain-address.mjs'
import { isValidHost } from './request-checks.mjs'

/** Headers that only a proxy may set. A client can forge them. */
const forwardedHeaders = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']

/** Headers with which a proxy names its client. */
const clientHeaders = ['x-forwarded-for', 'x-real-ip', 'forwarded']

/** Identifies requests that this server sends to itself. */
const ownRequest = 'x-roost-own-request'

/** The address of a client that a proxy hides, as in lib/http/cookies.ts. */
const unknown = 'unknown'

/**
 * Replaces `x-forwarded-for` by the one trusted client address, and removes forged headers. The rest of the code reads
 * nothing else.
 *
 * The address must be that of the client, not of a proxy that TRUST_PROXY does not count: all clients of such a proxy
 * would share one address, and with it every rate limit. An address counts as a proxy if it is in a private network
 * and forwards a request of another client; `x-forwarded-for` is then "unknown". A client on the internet cannot make
 * itself unknown, because a public address is always trusted. A client in the private network can; limits by account
 * still apply to it.
 *
 * After an action that redirects, Next requests the target from this server, with the headers of the original request.
 * Those have been normalized already and stay: the socket would show this machine as the client of every request, and
 * the scheme and host from a second proxy would be lost.
 * @param {import('node:http').IncomingMessage} request modified in place
 * @param {number} proxies number of our own reverse proxies, each of which appends the address of its client
 * @param {string} token a secret of the processes of this server
 * @returns {string | undefined} the address of a proxy that hides the client
 */
export function normalizeProxyHeaders(request, proxies, token) {
  const { headers, socket } = request
  const peer = socket.remoteAddress ?? ''
  if (headers[ownRequest] === token && peer === socket.localAddress) return undefined
  headers[ownRequest] = token
  const chain = splitList(headers['x-forwarded-for'])
  // A chain that is shorter than the number of proxies did not pass through all of them: the client has forged it.
  const trusted = proxies > 0 && chain.length >= proxies
  const address = plainAddress(trusted ? chain.at(-proxies) : peer) ?? unknown
  const forwarded = trusted ? chain.length > proxies : clientHeaders.some((name) => headers[name])
  const hidden = forwarded && isPrivate(address)
  headers['x-forwarded-for'] = hidden ? unknown : address
  delete headers['x-real-ip']
  delete headers.forwarded
  // A proxy on this machine is trusted for host and scheme without a setting, but not for client addresses.
  const trustedHops = trusted ? proxies : proxies === 0 && isLoopback(peer) ? 1 : 0
  for (const name of forwardedHeaders) {
    const values = splitList(headers[name])
    const value = trustedHops ? (values.at(-trustedHops) ?? values[0]) : undefined
    const isInvalid = name === 'x-forwarded-host' && !isValidHost(value)
    if (value === undefined || isInvalid) delete headers[name]
    else headers[name] = value
  }
  return hidden ? address : undefined
}

const isLoopback = (address) => /^(?:::ffff:)?127\.|^::1$/.test(address)

/** Networks that the internet does not route: RFC 1918, 3927, 4193, 4291 and 6598. */
const privateNetworks = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
])
  privateNetworks.addSubnet(network, prefix)
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
])
  privateNetworks.addSubnet(network, prefix, 'ipv6')

function isPrivate(address) {
  const withoutZone = address.replace(/%.*$/, '')
  const version = isIP(withoutZone)
  return version !== 0 && privateNetworks.check(withoutZone, version === 6 ? 'ipv6' : 'ipv4')
}

const splitList = (header) => (header ?? '').split(',').flatMap((part) => part.trim() || [])
