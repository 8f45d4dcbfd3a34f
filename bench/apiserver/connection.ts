import {connect, type TLSSocket} from 'node:tls'

interface Answer {
  readonly status: number
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const NOTHING = Buffer.alloc(0)

/**
 * A keep-alive connection with one request under way at a time, as bare as can be: a client that shares the machine takes its
 * processor time from the servers, and Node's own HTTP client takes as much as the faster of them.
 */
export class Connection {
  private received: Buffer[] = []
  private waiting: {resolve: (answer: Answer) => void; reject: (error: Error) => void} | undefined
  private follower: ((bytes: Buffer) => void) | undefined
  /** how the answer that arrives ends, once its head is there */
  private expected: {readonly status: number; readonly bytes: number | undefined} | undefined

  private constructor(private readonly socket: TLSSocket) {
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => this.take(bytes))
    socket.on('error', (error) => this.waiting?.reject(error))
    socket.on('close', () => this.waiting?.reject(new Error('the server closed the connection')))
  }

  static open(server: string, ca: string): Promise<Connection> {
    const {hostname, port} = new URL(server)
    return new Promise((resolve, reject) => {
      const socket = connect({host: hostname, port: Number(port), ca, checkServerIdentity: () => undefined})
      socket.once('error', reject)
      socket.once('secureConnect', () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
    })
  }

  /** Sends a whole request; resolves with the whole answer. */
  exchange(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = {resolve, reject}
      this.socket.write(request)
    })
  }

  /** Sends the request of a watch; resolves at the head of the answer and passes on what follows. */
  follow(request: Buffer, follower: (bytes: Buffer) => void): Promise<Answer> {
    this.follower = follower
    return this.exchange(request)
  }

  close(): void {
    this.waiting = undefined
    this.socket.destroy()
  }

  private take(bytes: Buffer): void {
    if (this.follower && !this.waiting) {
      this.follower(bytes)
      return
    }
    this.received.push(bytes)
    if (!this.expected) this.readHead()
    const {expected} = this
    if (!expected) return
    if (this.follower && expected.status < 400) {
      const begun = Buffer.concat(this.received)
      this.settle({status: expected.status, body: NOTHING})
      if (begun.length > 0) this.follower(begun)
      return
    }
    const body = expected.bytes === undefined ? unchunked(this.received) : whole(this.received, expected.bytes)
    if (body) this.settle({status: expected.status, body})
  }

  private readHead(): void {
    const bytes = this.received.length === 1 ? this.received[0]! : Buffer.concat(this.received)
    const end = bytes.indexOf(HEAD_END)
    if (end < 0) return
    const head = bytes.toString('latin1', 0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    this.expected = {status: Number(head.slice(9, 12)), bytes: length === undefined ? undefined : Number(length)}
    this.received = [bytes.subarray(end + HEAD_END.length)]
  }

  private settle(answer: Answer): void {
    const {waiting} = this
    this.waiting = undefined
    this.expected = undefined
    this.received = []
    waiting?.resolve(answer)
  }
}

/** The body when all of it is there. */
function whole(parts: readonly Buffer[], bytes: number): Buffer | undefined {
  let length = 0
  for (const part of parts) length += part.length
  return length < bytes ? undefined : parts.length === 1 ? parts[0] : Buffer.concat(parts)
}

/** A body of chunks when the last of them is there: the one that is empty. */
function unchunked(parts: readonly Buffer[]): Buffer | undefined {
  if (!parts.at(-1)!.subarray(-5).equals(Buffer.from('0\r\n\r\n'))) return undefined
  const text = Buffer.concat(parts)
  const chunks: Buffer[] = []
  for (let at = 0; at < text.length; ) {
    const line = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.toString('latin1', at, line), 16)
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(text.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return undefined
}
