import {spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {createConnection} from 'node:net'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {createCertificate} from '../../src/lib/adapters/apiserver/listen/certificate.js'
import {startGitHttp} from '../fakes/git-http.js'
import type {GitRepos} from '../fakes/git-repo.js'
import {sshKeyPair} from '../fakes/ssh-keys.js'
import {freePort, pause} from '../handover/processes.js'

export const PASSWORD = 'canary-passw0rd'

/** A server of one repository, and how `flux bootstrap` is told of it. */
export interface GitPlace {
  /** path of the repository below the folder that is served */
  readonly repository: string
  /** as the cluster knows it */
  readonly url: string
  /** `bootstrap git --url=...`, without what every bootstrap has */
  readonly command: string
  readonly env: Readonly<Record<string, string>>
  /** Everything that must not be seen anywhere. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

/** Files of the server are put into the folder, which is the working directory of command lines. */
export type OpenGitPlace = (repos: GitRepos, folder: string) => Promise<GitPlace>

/** git http-backend behind TLS with a certificate of an authority that nobody knows, and a password. */
export const httpsPlace: OpenGitPlace = async (repos, folder) => {
  await repos.create('fleet')
  const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
  writeFileSync(join(folder, 'ca.pem'), ca)
  const login = `Basic ${btoa(`git:${PASSWORD}`)}`
  const server = await startGitHttp({root: repos.served, tls: {cert, key}, allow: (_, authorization) => authorization === login})
  const url = `${server.url}/fleet`
  return {
    ...{repository: 'fleet', url, command: `bootstrap git --url=${url} --token-auth --ca-file=ca.pem`},
    env: {GIT_PASSWORD: PASSWORD},
    secrets: [PASSWORD, btoa(PASSWORD)],
    close: server.close,
  }
}

/** OpenSSH's server at `program`, with the key in the file `id`; it lets in the keys of the file `authorized_keys`. */
export const sshdPlace =
  (program: string): OpenGitPlace =>
  async (repos, folder) => {
    await repos.create('fleet')
    const [host, client] = [sshKeyPair('ed25519'), sshKeyPair('ed25519')]
    const file = (name: string, text: string) => writeFileSync(join(folder, name), text, {mode: 0o600})
    file('host_key', host.private)
    file('id', client.private)
    file('authorized_keys', `${client.public}\n`)
    const port = await freePort()
    const settings = [
      ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${join(folder, 'host_key')}`, 'PidFile none'],
      ...[`AuthorizedKeysFile ${join(folder, 'authorized_keys')}`, 'StrictModes no', 'UsePAM no'],
      ...['PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password'],
      ...['MaxStartups 100', 'SetEnv GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*'],
    ]
    file('sshd_config', `${settings.join('\n')}\n`)
    // where sshd goes before somebody has logged in; only root needs it
    if (userInfo().uid === 0) mkdirSync('/run/sshd', {recursive: true, mode: 0o755})
    const child = spawn(program, ['-D', '-e', '-f', join(folder, 'sshd_config')], {stdio: ['ignore', 'ignore', 'pipe']})
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    await listens(port, () => said)
    const url = `ssh://${userInfo().username}@127.0.0.1:${port}${join(repos.served, 'fleet')}`
    return {
      ...{repository: 'fleet', url, command: `bootstrap git --url=${url} --private-key-file=id --silent`},
      env: {},
      secrets: client.private.split('\n').slice(1, -2),
      async close() {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill()
        await gone
      },
    }
  }

async function listens(port: number, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => socket.end(() => resolve(true)))
      socket.on('error', () => resolve(false))
    })
    if (answered) return
    await pause(100)
  }
  throw new Error(`sshd does not listen: ${said()}`)
}
