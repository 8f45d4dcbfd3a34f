import {type AddressInfo, connect, createServer, type Socket} from 'node:net'

/** What a proxy answers, as hex, and what it does then. */
export interface SocksScript {
  /** to the methods that the client offers, then to its login when that is what was chosen, then to its request */
  readonly says?: readonly string[]
  /** `wait` says nothing more and ends nothing */
  readonly after?: 'tunnel' | 'end' | 'reset' | 'wait'
  /** where tunnels lead, whatever is asked for; else to that port of this machine */
  readonly port?: number
}

export interface SocksProxy {
  readonly port: number
  /** messages of clients, as hex, in order */
  readonly heard: string[]
  /** connections that stand */
  readonly open: ReadonlySet<Socket>
  close(): Promise<void>
}

/** A reply that all is well, at 127.0.0.1:8080. */
export const CONNECTED = '050000017f0000011f90'

/** A SOCKS5 proxy that does as it is told, on a port of its own. */
export async function startSocksProxy(script: SocksScript = {}): Promise<SocksProxy> {
  const heard: string[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    void serve(socket, script, heard).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

async function serve(socket: Socket, {says = ['0500', CONNECTED], after = 'tunnel', port}: SocksScript, heard: string[]) {
  let request: Buffer = Buffer.alloc(0)
  for (const [index, answer] of says.entries()) {
    request = await messageOf(socket, index === 0 ? 'methods' : index === 1 && says[0] === '0502' ? 'login' : 'request')
    heard.push(request.toString('hex'))
    socket.write(Buffer.from(answer, 'hex'))
  }
  if (after === 'wait') socket.resume()
  if (after === 'end') socket.end()
  if (after === 'reset') socket.resetAndDestroy()
  if (after !== 'tunnel') return
  const up = connect(port ?? request.readUInt16BE(request.length - 2), '127.0.0.1')
  up.on('error', () => socket.destroy()).on('close', () => socket.destroy())
  socket.on('close', () => up.destroy())
  socket.pipe(up).pipe(socket)
}

async function messageOf(socket: Socket, kind: 'methods' | 'login' | 'request'): Promise<Buffer> {
  const parts: Buffer[] = []
  const more = async (length: number) => void (length > 0 && parts.push(await read(socket, length)))
  const last = () => parts.at(-1)!.at(-1)!
  await more(kind === 'request' ? 5 : 2)
  if (kind !== 'request') await more(last())
  if (kind === 'login') {
    await more(1)
    await more(last())
  }
  // address and port; of the address the first byte is there
  if (kind === 'request') await more({1: 3, 3: last(), 4: 15}[parts[0]![3]!]! + 2)
  return Buffer.concat(parts)
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(length) as Buffer | null
    if (bytes) return bytes
    await new Promise((resolve, reject) => socket.once('readable', resolve).once('close', () => reject(new Error('closed'))))
  }
}
