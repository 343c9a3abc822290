// Runs in a worker thread: the dictionaries and the estimate would hold up every page.
import { lowerPriority } from './lower-priority.cjs'
import { loadEstimator, wordLanguages } from './strength.mjs'

lowerPriority(5)
const estimator = loadEstimator(wordLanguages)

export const estimate = async ({ password, own }) => (await estimator)(password, own)
