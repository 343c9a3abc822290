import { isIP } from 'node:net'
import os from 'node:os'
import ipaddr from 'ipaddr.js'

/** Where requests for members may go: to the public Internet only, or to private networks too. */
export type NetworkScope = 'public' | 'any'

/** Addresses of metadata services outside of the ranges below: of Azure, Alibaba, Oracle, AWS and Google. */
const metadata = ['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map(
  (text) => ipaddr.parse(text).toNormalizedString(),
)

/**
 * No service of a private network has such an address. Clouds serve secrets at link-local ones. The last four embed an
 * IPv4 address (NAT64, its translation, 6to4, Teredo), which can be link-local.
 */
const neverPermitted = [
  ...['linkLocal', 'multicast', 'broadcast', 'unspecified'],
  ...['rfc6052', 'rfc6145', '6to4', 'teredo'],
]

/** The prefix of local NAT64 (RFC 8215), which embeds IPv4 addresses too. */
const localNat64 = ipaddr.parseCIDR('64:ff9b:1::/48')

/** The global unicast addresses that are assigned to the Internet (RFC 4291 §2.4). */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/**
 * Whether a request on behalf of a member may connect to an address (ASVS 1.3.6, 13.2.4). `public` permits what is known
 * to be public instead of refusing what is known to be private: all special ranges of IANA are refused, including those
 * that embed an IPv4 address (mapped, NAT64, 6to4, Teredo), and the addresses of this machine.
 * @param text an IPv4 or IPv6 address; anything else is refused
 */
export function isPermittedAddress(text: string, scope: NetworkScope): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false
  const parsed = ipaddr.parse(text)
  if (scope === 'any') {
    const address =
      parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed
    if (address instanceof ipaddr.IPv6 && address.match(localNat64)) return false
    return !neverPermitted.includes(address.range()) && !metadata.includes(address.toNormalizedString())
  }
  const normal = parsed.toNormalizedString()
  if (parsed.range() !== 'unicast' || metadata.includes(normal) || ownAddresses().includes(normal))
    return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast)
}

/** A service on a public address of this machine may rely on a firewall that local connections bypass. */
function ownAddresses(): string[] {
  return Object.values(os.networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => ipaddr.parse(address).toNormalizedString()),
  )
}
