/** Something failed that nobody asked for and nobody but an operator can help. */
export const BROKEN = 'Something broke on our side, and it has been logged. Please try again in a minute.'
