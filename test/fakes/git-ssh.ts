import {spawn} from 'node:child_process'
import type {AddressInfo} from 'node:net'
import ssh2, {type Connection, type ParsedKey} from 'ssh2'

export interface GitSshOptions {
  /** PEM of the server's keys */
  readonly hostKeys: readonly string[]
  /** Public keys (authorized_keys lines) that may log in, also as a function that says which do now; and a password that may. */
  readonly authorized?: readonly string[] | (() => readonly string[])
  readonly password?: string
  /** Put before each path that a client names. */
  readonly root: string
}

export interface GitSsh {
  /** `127.0.0.1:PORT` */
  readonly host: string
  readonly port: number
  readonly connections: number
  close(): Promise<void>
}

/** An ssh server that runs git's two services for repositories below a folder, and nothing else. */
export async function startGitSsh(options: GitSshOptions): Promise<GitSsh> {
  let connections = 0
  const open = new Set<Connection>()
  const {authorized = []} = options
  const known = typeof authorized === 'function' ? undefined : authorized.map(publicKey)
  const keys = () => known ?? (authorized as () => readonly string[])().map(publicKey)
  const server = new ssh2.Server({hostKeys: [...options.hostKeys]}, (client) => {
    connections++
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => {})
    client.on('authentication', (context) => {
      if (context.method === 'password' && options.password !== undefined && context.password === options.password)
        return context.accept()
      if (context.method !== 'publickey') return context.reject(['publickey', ...(options.password ? ['password' as const] : [])])
      const key = keys().find((candidate) => candidate.getPublicSSH().equals(context.key.data))
      if (!key) return context.reject()
      if (!context.signature) return context.accept()
      if (context.blob && key.verify(context.blob, context.signature, context.hashAlgo) === true) return context.accept()
      context.reject()
    })
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, info) => {
          const channel = acceptExec()
          const match = /^git-(upload-pack|receive-pack) '(.*)'$/.exec(info.command)
          if (!match) {
            channel.stderr.write('only git-upload-pack and git-receive-pack are allowed\n')
            channel.exit(1)
            channel.end()
            return
          }
          const child = spawn('git', ['-c', 'safe.directory=*', match[1]!, options.root + match[2]], {
            env: {PATH: process.env.PATH, HOME: options.root, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null'},
          })
          channel.pipe(child.stdin)
          child.stdin.on('error', () => {})
          child.stdout.pipe(channel, {end: false})
          child.stderr.on('data', (chunk: Buffer) => channel.stderr.write(chunk))
          channel.on('close', () => child.kill())
          child.on('close', (code) => {
            channel.exit(code ?? 1)
            channel.end()
          })
        })
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    port,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of open) client.end()
        server.close(() => resolve())
      }),
  }
}

function publicKey(line: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(line)
  if (parsed instanceof Error) throw parsed
  return (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey
}
