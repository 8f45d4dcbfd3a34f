import type {AddressInfo} from 'node:net'
import ssh2, {type Connection} from 'ssh2'
import {sshKeyPair} from '../../../fakes/ssh-keys.js'

/** An SSH server whose host key can be scanned; nobody may log in. */
export interface SshHost {
  /** `127.0.0.1:PORT` */
  readonly address: string
  /** base64 of the host key */
  readonly hostKey: string
  /** the address in known_hosts form */
  readonly knownHost: string
  close(): Promise<void>
}

export async function startSshHost(): Promise<SshHost> {
  const key = sshKeyPair('ecdsa')
  const open = new Set<Connection>()
  const server = new ssh2.Server({hostKeys: [key.private]}, (client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => undefined)
    client.on('authentication', (context) => context.reject())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    hostKey: key.public.split(' ')[1]!,
    knownHost: `[127.0.0.1]:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of open) client.end()
        server.close(() => resolve())
      }),
  }
}
