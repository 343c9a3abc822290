/** What only a proxy may say about a request; from anyone else it is a claim. */
const claims = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']

/** Marks requests that this server sends to itself. */
const ownRequest = 'x-roost-own-request'

/**
 * Leaves in `x-forwarded-for` exactly one address: the one to believe. The code behind reads nothing else.
 *
 * Next answers an action that redirects by requesting the target from this server, with the headers of the request that
 * it answers. Those have been through here already and are kept: seen from the socket, every member would come from
 * this machine, and what a second proxy said about scheme and host would be lost.
 * @param {import('node:http').IncomingMessage} request changed in place
 * @param {number} proxies how many proxies of our own stand in front, each appending the address it saw
 * @param {string} token known to the processes of this server alone
 */
export function trustProxies(request, proxies, token) {
  const { headers, socket } = request
  const peer = socket.remoteAddress ?? ''
  if (headers[ownRequest] === token && peer === socket.localAddress) return
  headers[ownRequest] = token
  const chain = list(headers['x-forwarded-for'])
  // A chain shorter than our proxies did not come through all of them, so nothing in it is ours.
  const trusted = proxies > 0 && chain.length >= proxies
  headers['x-forwarded-for'] = plain(trusted ? chain.at(-proxies) : peer)
  delete headers['x-real-ip']
  delete headers.forwarded
  // nginx on the same machine tells host and scheme right from the start; whose address it passes on is a setting.
  const believed = trusted ? proxies : proxies === 0 && isLoopback(peer) ? 1 : 0
  for (const name of claims) {
    const value = believed ? (list(headers[name]).at(-believed) ?? list(headers[name])[0]) : undefined
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
}

const isLoopback = (address) => /^(?:::ffff:)?127\.|^::1$/.test(address)

const list = (header) => (header ?? '').split(',').flatMap((part) => part.trim() || [])

/** An IPv4 client of a dual-stack socket shows as ::ffff:1.2.3.4. */
const plain = (address) => address.replace(/^::ffff:(?=\d+\.)/i, '')
