const { constants, getPriority, setPriority } = require('node:os')

/** Raises the nice value of the calling thread, so that pages have priority on its core. */
exports.lowerPriority = (increment) => {
  // Elsewhere it applies to the whole process.
  if (process.platform !== 'linux') return
  try {
    setPriority(Math.min(getPriority() + increment, constants.priority.PRIORITY_LOW))
  } catch {
    // A sandbox can prohibit it. The thread works at the priority of pages then.
  }
}
