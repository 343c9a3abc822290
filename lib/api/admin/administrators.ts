import { listAdmins } from '../../roles/queries'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { respondWithJson } from '../rest/respond'

export const listAdministratorsOperation = memberOperation(
  {
    id: 'listAdministrators',
    method: 'GET',
    path: '/api/admin/administrators',
    tag: 'Administration',
    summary: 'The usernames of the administrators, in alphabetical order',
    access: 'admin',
    responses: {
      200: {
        description: 'The usernames.',
        schema: z.object({ items: z.array(z.string()) }).meta({ examples: [{ items: ['ann', 'susan'] }] }),
        headers: ['ETag'],
      },
    },
  },
  async ({ request }) => respondWithJson(request, { items: await listAdmins() }),
)
