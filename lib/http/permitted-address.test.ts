import os from 'node:os'
import { expect, test, vi } from 'vitest'
import { isPermittedAddress } from './permitted-address'

test.each([['93.184.216.34'], ['1.1.1.1'], ['2606:4700:4700::1111'], ['2a00:1450:4001:80e::200e']])(
  'permits the public address %s',
  (address) => {
    expect([isPermittedAddress(address, 'public'), isPermittedAddress(address, 'any')]).toEqual([true, true])
  },
)

test.each([
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['loopback', '::1'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['unique local', 'fd12:3456::1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped private', '::ffff:a00:1'],
  ['mapped public', '::ffff:1.1.1.1'],
  ['IPv4-compatible', '::7f00:1'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['benchmarking', '198.18.0.1'],
  ['benchmarking', '2001:2::1'],
  ['reserved', '240.0.0.1'],
  ['site local', 'fec0::1'],
  ['discard', '100::1'],
  ['unassigned', '4000::1'],
])('permits the %s address %s only with scope any', (_, address) => {
  expect([isPermittedAddress(address, 'public'), isPermittedAddress(address, 'any')]).toEqual([false, true])
})

test.each([
  ['link-local', '169.254.1.1'],
  ['metadata of AWS, Google and Azure', '169.254.169.254'],
  ['mapped metadata', '::ffff:169.254.169.254'],
  ['metadata of AWS by IPv6', 'fd00:ec2::254'],
  ['metadata of AWS by IPv6, written differently', 'FD00:0ec2:0::0254'],
  ['metadata of Azure', '168.63.129.16'],
  ['metadata of Alibaba', '100.100.100.200'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['translated', '::ffff:0:7f00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['IETF protocols, metadata of Oracle', '192.0.0.192'],
  ['metadata of Google by IPv6', 'fd20:ce::254'],
  ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
  ['6to4 of metadata', '2002:a9fe:a9fe::'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%lo'],
  ['public with a zone', '2606:4700:4700::1111%lo'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['unspecified', '::'],
  ['no address', ''],
  ['no address', 'localhost'],
  ['no address', '127.1'],
  ['no address', '0x7f000001'],
  ['no address', '2130706433'],
  ['no address', '0177.0.0.1'],
])('never permits the %s address %j', (_, address) => {
  expect([isPermittedAddress(address, 'public'), isPermittedAddress(address, 'any')]).toEqual([false, false])
})

test('refuses a public address of this machine', () => {
  const eth0 = [{ address: '93.184.216.34' }, { address: 'fe80::1' }] as os.NetworkInterfaceInfo[]
  const spy = vi.spyOn(os, 'networkInterfaces').mockReturnValue({ eth0 })
  expect(isPermittedAddress('93.184.216.34', 'public')).toBe(false)
  expect(isPermittedAddress('93.184.216.35', 'public')).toBe(true)
  spy.mockRestore()
})
