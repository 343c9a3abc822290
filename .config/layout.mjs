// The folders of lib and components in the order of their tiers. Add every new folder here.

/** Nouns in lib, lowest tier first. A noun imports only nouns listed before it. */
export const nouns = [
  'usernames',
  'reauthentication',
  'visibility',
  'user-tokens',
  'email-addresses',
  'users',
  'credentials',
  'security-mails',
  'api-tokens',
  'oauth-apps',
  'oauth-grants',
  'oauth-tokens',
  'sessions',
  'sign-ups',
  'email-changes',
  'recovery',
  'preferences',
  'webhook-events',
  'notifications',
  'follows',
  'posts',
  'translations',
  'deletions',
  'likes',
  'bookmarks',
  'messages',
  'feeds',
  'search',
  'sitemaps',
  'blocks',
  'moderation',
  'archives',
  'archive-entries',
  'exports',
  'imports',
  'account-deletion',
  'digests',
  'webhooks',
  'webhook-deliveries',
  'roles',
  'failed-jobs',
  'reports',
  'background',
]

/** Parts of lib that depend on no noun, lowest tier first. A service imports only services listed before it. */
export const services = [
  'limits',
  'errors',
  'page',
  'viewer',
  'zod',
  'url',
  'env',
  'log',
  'metrics',
  'telemetry',
  'crypto',
  'text',
  'http',
  'i18n',
  'storage',
  'previews',
  'passwords',
  'db',
  'redis',
  'events',
  'jobs',
  'rate-limit',
  'mail',
  'translate',
  'zip',
  'archive-formats',
]

/** Parts of lib that depend on the HTTP request. In lib, only actions import them. */
export const request = ['request']

/** Folders in components, lowest tier first. A folder imports only folders listed before it. */
export const componentFolders = [
  'ui',
  'users',
  'sessions',
  'blocks',
  'follows',
  'posts',
  'profiles',
  'likes',
  'messages',
  'digests',
  'notifications',
  'search',
  'exports',
  'api-tokens',
  'api-docs',
  'webhooks',
  'oauth-apps',
  'oauth-grants',
  'account-deletion',
  'imports',
  'admin',
  'shell',
]

/** Files that a noun in lib may have, besides tests and files for one engine (`*.sqlite.ts`). */
export const nounFiles = ['schema', 'view', 'policy', 'queries', 'mutations', 'actions', 'jobs', 'mails']

/** Files of nouns with other names, each with its reason. This list may only shrink. */
export const otherNounFiles = {
  'search/parse-query': 'the parser of the query language',
  'search/criteria': 'criteria and conditions of both engines',
  'users/summary': 'columns and mapper of a user summary, on the server only',
}
