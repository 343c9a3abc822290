import { BlockList, isIP } from 'node:net'

/** What only a proxy may say about a request; from anyone else it is a claim. */
const claims = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']

/** What names the client of a proxy. */
const clientHeaders = ['x-forwarded-for', 'x-real-ip', 'forwarded']

/** Marks requests that this server sends to itself. */
const ownRequest = 'x-roost-own-request'

/** Stands for a client that a proxy hides; lib/rate-limit/rate-limit.ts knows it. */
const unknown = 'unknown'

/**
 * Leaves in `x-forwarded-for` exactly one address: the one to believe. The code behind reads nothing else.
 *
 * That address must be the client's, and not that of a proxy which TRUST_PROXY does not count: all clients of the proxy
 * would share it, and with it every limit. It is taken for a proxy when it lies in a private network and passes on a
 * request of somebody else; `x-forwarded-for` is then "unknown". From the internet nobody can make themselves unknown,
 * because a public address is always believed. Whoever can reach the server from its own network could, which limits by
 * account still bound.
 *
 * Next answers an action that redirects by requesting the target from this server, with the headers of the request that
 * it answers. Those have been through here already and are kept: seen from the socket, every member would come from
 * this machine, and what a second proxy said about scheme and host would be lost.
 * @param {import('node:http').IncomingMessage} request changed in place
 * @param {number} proxies how many proxies of our own stand in front, each appending the address it saw
 * @param {string} token known to the processes of this server alone
 * @returns {string | undefined} the address of the proxy that hides the client
 */
export function trustProxies(request, proxies, token) {
  const { headers, socket } = request
  const peer = socket.remoteAddress ?? ''
  if (headers[ownRequest] === token && peer === socket.localAddress) return undefined
  headers[ownRequest] = token
  const chain = list(headers['x-forwarded-for'])
  // A chain shorter than our proxies did not come through all of them, so nothing in it is ours.
  const trusted = proxies > 0 && chain.length >= proxies
  const address = plain(trusted ? chain.at(-proxies) : peer)
  const forSomebody = trusted ? chain.length > proxies : clientHeaders.some((name) => headers[name])
  const hidden = forSomebody && isPrivate(address)
  headers['x-forwarded-for'] = hidden ? unknown : address
  delete headers['x-real-ip']
  delete headers.forwarded
  // nginx on the same machine tells host and scheme right from the start; whose address it passes on is a setting.
  const believed = trusted ? proxies : proxies === 0 && isLoopback(peer) ? 1 : 0
  for (const name of claims) {
    const value = believed ? (list(headers[name]).at(-believed) ?? list(headers[name])[0]) : undefined
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
  return hidden ? address : undefined
}

const isLoopback = (address) => /^(?:::ffff:)?127\.|^::1$/.test(address)

/** Networks that are not routed on the internet: RFC 1918, 3927, 4193, 4291 and 6598. */
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

const list = (header) => (header ?? '').split(',').flatMap((part) => part.trim() || [])

/** An IPv4 client of a dual-stack socket shows as ::ffff:1.2.3.4. */
const plain = (address) => address.replace(/^::ffff:(?=\d+\.)/i, '')
