import { Socket } from 'node:net'

// Loaded before a program that must speak with nobody: whoever tries ends it, with the way that led there.
Socket.prototype.connect = function connect(this: Socket, ...to: unknown[]): Socket {
  const [where] = to
  console.error(new Error(`a connection was opened to ${JSON.stringify(where)}`).stack)
  process.exit(97)
}
