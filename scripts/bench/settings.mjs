// The settings of the installation, with a declaration file for the benchmark: prepare.mjs has no types.
export { settings } from '../prepare.mjs'
