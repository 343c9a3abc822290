import { maySeeMessages } from '../../api-tokens/policy'
import { AppError } from '../../errors'
import { startExport } from '../../exports/mutations'
import { findExport, listExports, openExportFile } from '../../exports/queries'
import { exportId, exportKinds } from '../../exports/schema'
import type { ExportView } from '../../exports/view'
import { defaultLocale } from '../../i18n/locales'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { fileResponse } from '../export-download'
import { HttpRefusal } from '../rest/errors'
import { memberOperation } from '../rest/operation'
import { respondWithChange, respondWithJson } from '../rest/respond'

const exampleId = '0198f3a0-5b7e-7c11-9d2f-3f6a1c2b4d5e'

const exportJson = z
  .object({
    id: z.string(),
    kind: z.enum(exportKinds),
    state: z.enum(['queued', 'running', 'ready', 'failed']),
    percent: z.int(),
    created_at: z.iso.datetime(),
    size: z.int().nullable().meta({ description: 'The size of the file in bytes, when it is ready.' }),
    expires_at: z.iso.datetime().nullable().meta({ description: 'When the file is deleted.' }),
    _links: z.object({ self: z.string(), file: z.string().nullable() }),
  })
  .meta({
    id: 'Export',
    examples: [
      {
        id: exampleId,
        kind: 'posts',
        state: 'ready',
        percent: 100,
        created_at: '2026-11-27T09:30:00.000Z',
        size: 2048,
        expires_at: '2026-12-04T09:30:00.000Z',
        _links: { self: `/api/exports/${exampleId}`, file: `/api/exports/${exampleId}/file` },
      },
    ],
  })

const exportPath = (id: string) => `/api/exports/${id}`

function toExportJson({
  id,
  kind,
  state,
  percent,
  createdAt,
  file,
}: ExportView): z.output<typeof exportJson> {
  return {
    id,
    kind,
    state,
    percent,
    created_at: createdAt.toISOString(),
    size: file?.size ?? null,
    expires_at: file?.expiresAt.toISOString() ?? null,
    _links: { self: exportPath(id), file: file && `${exportPath(id)}/file` },
  }
}

async function requireExport(viewer: Viewer, id: string): Promise<ExportView> {
  const found = await findExport(viewer, id)
  if (!found) throw new AppError('not-found', `export ${id}`)
  return found
}

const exports = { tag: 'Exports', refusesApps: true } as const
const params = z.object({
  export: exportId.meta({ description: 'The id of the export.', examples: [exampleId] }),
})

export const startExportOperation = memberOperation(
  {
    ...exports,
    id: 'startExport',
    method: 'POST',
    path: '/api/exports',
    summary: 'Start an export of your data',
    description:
      'One export can be unfinished at a time. Needs a token of `POST /api/tokens` that is less than ten minutes old.',
    access: 'write',
    limit: 'export',
    body: z.object({
      kind: z.enum(exportKinds).meta({
        description: '`posts` for your posts as JSON, `archive` for all data of your account as a ZIP file.',
      }),
    }),
    responses: { 201: { description: 'The export.', schema: exportJson, headers: ['Location'] } },
    errors: [403, 409],
  },
  async ({ viewer, body }) => {
    try {
      const id = await startExport(viewer, body.kind, defaultLocale)
      const headers = { Location: exportPath(id) }
      return respondWithChange(toExportJson(await requireExport(viewer, id)), { status: 201, headers })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
      throw new HttpRefusal(409, 'Wait until your other export has ended.')
    }
  },
)

export const listExportsOperation = memberOperation(
  {
    ...exports,
    id: 'listExports',
    method: 'GET',
    path: '/api/exports',
    summary: 'Your latest exports, at most ten',
    access: 'read',
    responses: {
      200: {
        description: 'The exports, the latest first.',
        schema: z.object({ items: z.array(exportJson) }),
        headers: ['ETag'],
      },
    },
  },
  async ({ viewer, request }) =>
    respondWithJson(request, { items: (await listExports(viewer)).map(toExportJson) }),
)

export const getExportOperation = memberOperation(
  {
    ...exports,
    id: 'getExport',
    method: 'GET',
    path: '/api/exports/{export}',
    summary: 'The state of one of your exports',
    access: 'read',
    params,
    responses: { 200: { description: 'The export.', schema: exportJson, headers: ['ETag'] } },
  },
  async ({ viewer, request, params: { export: id } }) =>
    respondWithJson(request, toExportJson(await requireExport(viewer, id))),
)

export const downloadExportOperation = memberOperation(
  {
    ...exports,
    id: 'downloadExport',
    method: 'GET',
    path: '/api/exports/{export}/file',
    summary: 'Download the file of an export that is ready',
    description: 'Archives contain your messages: downloading them needs the scope `messages` too.',
    access: 'read',
    params,
    responses: { 200: { description: 'The file.', mediaTypes: ['application/json', 'application/zip'] } },
  },
  async ({ viewer, token, params: { export: id } }) => {
    const { kind } = await requireExport(viewer, id)
    if (kind === 'archive' && !maySeeMessages(token))
      throw new HttpRefusal(403, 'Archives contain messages. The token lacks the scope messages.')
    const file = await openExportFile(viewer, id)
    if (!file) throw new AppError('not-found', `the file of export ${id}`)
    return fileResponse(file)
  },
)
