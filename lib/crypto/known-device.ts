import { randomBytes, timingSafeEqual } from 'node:crypto'
import { mac } from './signing'

/**
 * What a browser keeps that has logged in to an account: a random id, and a code over it, the member and the password.
 * It tells nothing about the member, and is worthless once the password changes.
 * @param credential As `credentialDigest` makes it.
 */
export function newDeviceProof(userId: number, credential: string): string {
  const device = randomBytes(16).toString('base64url')
  return `${device}.${codeOf(device, userId, credential)}`
}

/** The id of the device that one of `proofs` is of, if one is for this member and password. */
export function knownDevice(proofs: string[], userId: number, credential: string): string | null {
  for (const proof of proofs) {
    const [device = '', code = ''] = proof.split('.')
    const expected = Buffer.from(codeOf(device, userId, credential))
    const given = Buffer.from(code)
    if (given.length === expected.length && timingSafeEqual(given, expected)) return device
  }
  return null
}

const codeOf = (device: string, userId: number, credential: string) =>
  mac('known-device', `${device}\n${userId}\n${credential}`)
