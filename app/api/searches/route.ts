import { apiRoute } from '@/lib/api/rest/route'
import {
  deleteSavedSearchOperation,
  listSavedSearchesOperation,
  saveSearchOperation,
} from '@/lib/api/search/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  listSavedSearchesOperation,
  saveSearchOperation,
  deleteSavedSearchOperation,
)
