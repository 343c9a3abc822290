// Plain JavaScript, because scripts/settings.mjs imports it as well as lib/env.ts.

/** The variables that identify hosts without persistent disks. */
const hosts = {
  VERCEL: 'Vercel',
  NETLIFY: 'Netlify',
  AWS_LAMBDA_FUNCTION_NAME: 'AWS Lambda',
  K_SERVICE: 'Cloud Run',
  FUNCTION_TARGET: 'Cloud Functions',
  DYNO: 'Heroku',
}

/** The hosts that run Next without scripts/server.mjs, in processes that are suspended between requests. */
const functionHosts = ['Vercel', 'Netlify', 'AWS Lambda']

/**
 * The name of the host if it has no persistent disk; otherwise undefined.
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export function ephemeralHost(env) {
  return Object.entries(hosts).find(([name]) => env[name])?.[1]
}

/**
 * The name of the host if it runs functions instead of our web server; otherwise null.
 * @param {Record<string, string | undefined>} env
 * @returns {string | null}
 */
export function functionHost(env) {
  return functionHosts.find((name) => name === ephemeralHost(env)) ?? null
}
