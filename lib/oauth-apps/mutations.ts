import { hashOAuthSecret, newClientId, newOAuthSecret } from '../crypto/oauth-secret'
import { transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError, fieldError } from '../errors'
import { limits } from '../limits'
import { log } from '../log/log'
import { confirmIdentity, requireProof } from '../reauthentication/mutations'
import type { Viewer } from '../viewer'
import type { AppChangeInput, NewAppInput } from './schema'

/** What the developer copies into the app. Only the hash of the secret is stored; a public app has none. */
export type AppCredentials = { clientId: string; secret: string | null }

/**
 * Registers an app of the viewer, with a proof of identity (ASVS 7.5.1).
 * @throws AppError `invalid` on the field `appName` when the viewer has `limits.oauthApps.perUser` apps; and as
 *   `confirmIdentity` and `requireProof`
 */
export async function registerApp(viewer: Viewer, input: NewAppInput): Promise<AppCredentials> {
  const proof = await confirmIdentity(viewer, input.current ?? '')
  const clientId = newClientId()
  const secret = input.confidential ? newOAuthSecret('secret') : null
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await requireProof(tx, viewer, proof)
    if ((await tx.oAuthApp.count({ where: { ownerId: viewer.id } })) >= limits.oauthApps.perUser)
      throw fieldError('appName', 'appName.tooMany')
    await tx.oAuthApp.create({
      data: {
        clientId,
        secretHash: secret && hashOAuthSecret(secret),
        ownerId: viewer.id,
        ...descriptionOf(input),
      },
      select: { id: true },
    })
  })
  log.info({ event: 'oauth-app.registered', userId: viewer.id, clientId })
  return { clientId, secret }
}

/**
 * Changes one of the viewer's apps, and replaces its secret on request, with a proof of identity. The former secret is
 * invalid at once; tokens stay valid.
 * @returns the credentials with a new secret; with null when the secret stays
 * @throws AppError `not-found` for an app of somebody else, and for a new secret of a public one; and as
 *   `confirmIdentity` and `requireProof`
 */
export async function changeApp(viewer: Viewer, input: AppChangeInput): Promise<AppCredentials> {
  const proof = await confirmIdentity(viewer, input.current ?? '')
  const secret = input.intent === 'secret' ? newOAuthSecret('secret') : null
  const where = { id: input.id, ownerId: viewer.id, ...(secret && { NOT: { secretHash: null } }) }
  const app = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await requireProof(tx, viewer, proof)
    const data = { ...descriptionOf(input), ...(secret && { secretHash: hashOAuthSecret(secret) }) }
    await tx.oAuthApp.updateMany({ where, data })
    return tx.oAuthApp.findFirst({ where, select: { clientId: true } })
  })
  if (!app) throw new AppError('not-found', `app ${input.id}`)
  log.info({ event: 'oauth-app.changed', userId: viewer.id, clientId: app.clientId, isSecretNew: !!secret })
  return { clientId: app.clientId, secret }
}

function descriptionOf({ appName, website, redirectUris }: Omit<NewAppInput, 'confidential'>) {
  return { name: appName, website, redirectUris: redirectUris.join('\n') }
}
