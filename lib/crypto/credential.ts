import { mac } from './signing'

/**
 * Names a stored password hash without revealing it: two digests are equal while the password is the same. Keyed, so
 * that it may leave the server in a cookie.
 * @param passwordHash As the database stores it.
 */
export const credentialDigest = (passwordHash: string): string => mac('credential', passwordHash)
