// Runs in a worker thread: bcryptjs is pure JavaScript and would hold up every page for the length of a hash.
// CommonJS, because Piscina loads this file with require(): Node 20 aborts the whole process when a thread is terminated
// while it loads an ES module in that way.
const bcrypt = require('bcryptjs')
const { lowerPriority } = require('./lower-priority.cjs')

lowerPriority(10)

exports.hash = ({ password, cost }) => bcrypt.hash(password, cost)
exports.compare = ({ password, digest }) => bcrypt.compare(password, digest)
