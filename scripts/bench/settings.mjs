// The settings of the ordinary installation for the benchmark's TypeScript: prepare.mjs itself has no types, since
// it must run before anything is installed.
export { settings } from '../prepare.mjs'
