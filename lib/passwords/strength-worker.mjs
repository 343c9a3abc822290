// Runs in a worker thread: the dictionaries and the estimate would hold up every page.
import { loadEstimator, wordLanguages } from './strength.mjs'

const estimator = loadEstimator(wordLanguages)

export const estimate = async ({ password, own }) => (await estimator)(password, own)
