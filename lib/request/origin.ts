import { headers } from 'next/headers'
import { publicOrigin } from '../http/cookies'

/** The origin of this site in the address bar of the browser that sent the request. */
export async function requestOrigin(): Promise<string> {
  return publicOrigin(await headers())
}
