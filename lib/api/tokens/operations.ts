import { createPasswordToken, revokeApiToken } from '../../api-tokens/mutations'
import { authenticate } from '../../credentials/mutations'
import { clientAddress } from '../../http/cookies'
import { z } from '../../zod'
import { readBasicCredentials } from '../rest/authorization'
import { memberOperation, publicOperation } from '../rest/operation'
import { respondWithChange, respondWithoutBody } from '../rest/respond'

const newTokenJson = z
  .object({ token: z.string() })
  .meta({ id: 'NewToken', examples: [{ token: `roost_${'0123456789abcdef'.repeat(4)}` }] })

/** Counts against the limits of log-ins. */
export const createTokenOperation = publicOperation(
  {
    id: 'createToken',
    method: 'POST',
    path: '/api/tokens',
    tag: 'Accounts',
    summary: 'Get a token with your password',
    description:
      'Send the username or email address and the password by HTTP Basic. The token is valid for an hour.',
    access: 'basic',
    responses: {
      200: { description: 'A new token with every scope that your role allows.', schema: newTokenJson },
    },
    errors: [403, 429],
  },
  async ({ request }) => {
    const { identifier, password } = readBasicCredentials(request)
    const client = { ip: clientAddress(request.headers), userAgent: request.headers.get('user-agent') ?? '' }
    const user = await authenticate(identifier, password, client.ip)
    const { token } = await createPasswordToken(user, client)
    return respondWithChange({ token })
  },
)

export const revokeTokenOperation = memberOperation(
  {
    id: 'revokeToken',
    method: 'DELETE',
    path: '/api/tokens',
    tag: 'Accounts',
    summary: 'Revoke the token of the request',
    access: 'read',
    responses: { 204: { description: 'The token is no longer valid.' } },
  },
  async ({ viewer }) => {
    await revokeApiToken(viewer, viewer.apiTokenId ?? 0)
    return respondWithoutBody()
  },
)
