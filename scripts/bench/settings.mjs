// Parts of prepare.mjs, with a declaration file for the benchmark: prepare.mjs has no types.
export { checkNode, settings } from '../prepare.mjs'
