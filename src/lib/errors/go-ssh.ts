/** What the ssh2 package says of a handshake that breaks, in the words of Go's ssh package. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['Connection lost before handshake', 'EOF'],
  // Go reads on for a line that it knows, until the server gives up
  ['Invalid identification string', 'EOF'],
  ['Bad packet length', 'ssh: invalid packet length, packet too large'],
])

/** Go's words for an error of ssh2; undefined for what has no words of its own. */
export function goSshText(error: unknown): string | undefined {
  return error instanceof Error ? WORDS.get(error.message) : undefined
}
