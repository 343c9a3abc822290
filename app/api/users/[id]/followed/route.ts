// The name in the Flask microblogs. The links in the response have the current one.
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '../following/route'

export const dynamic = 'force-dynamic'
