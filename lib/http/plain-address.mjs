// Plain JavaScript, because scripts/client-address.mjs imports it as well as cookies.ts.

import { isIP } from 'node:net'

/**
 * The IP address of an entry of `x-forwarded-for`. Some proxies add the port of the client (Azure Application Gateway, AWS
 * with xff_client_port), and brackets to IPv6. With the port, each connection would have limits of its own.
 * @param {string} entry
 * @returns {string | null} null when it contains none, as in "unknown" or the made-up names of RFC 7239
 */
export function plainAddress(entry) {
  const inBrackets = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1]
  const beforePort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry)?.[1]
  // A dual-stack socket reports an IPv4 client as ::ffff:1.2.3.4.
  const address = (inBrackets ?? beforePort ?? entry).replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) ? address : null
}
